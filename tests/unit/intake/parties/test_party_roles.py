"""Who does it, who helps, who is directed and who receives: what the words around a party make of it."""

import pytest

from intake.drafting.parties import Party, coordinators_of, directed_of, receiver_of, subject_of

SUBJECTS = [
    # The clause begins with its doer.
    ("Các cơ sở giáo dục mầm non tự rà soát, đánh giá những thuận lợi", "cơ sở GDMN"),
    ("- Phòng GDĐT chủ trì, phối hợp với Trung tâm Y tế huyện tổ chức tập huấn", "Phòng GDĐT"),
    ("Các đơn vị gửi báo cáo về phòng Giáo dục và Đào tạo trước ngày 02/4/2024", "các đơn vị"),
    ("Trường MN Bình Minh và trường MN Hoa Ban xây dựng mô hình điểm", "Trường MN Bình Minh | Trường MN Hoa Ban"),
    ("Sở Tài chính: Căn cứ dự toán do Công an tỉnh lập, thực hiện thẩm định", "Sở Tài chính"),
    ("2. Đối với các trường mầm non: xây dựng kế hoạch", "trường mầm non"),
    ("Thủ trưởng các đơn vị chịu trách nhiệm về số liệu", "các đơn vị"),
    ("UBND các xã, phường có trách nhiệm rà soát quỹ đất", "UBND xã"),
    ("Phòng Nội vụ là đơn vị đầu mối theo dõi", "Phòng Nội vụ"),
    ("Hiệu trưởng các trường mầm non phân công giáo viên trực", "trường mầm non"),
    ("Các trường chưa nộp báo cáo phải nộp ngay trong ngày 10/6", "các trường"),
    ("Giáo viên chủ nhiệm các lớp tăng cường tuyên truyền", "Giáo viên chủ nhiệm"),
    ("Phó Hiệu trưởng phụ trách chuyên môn: dự giờ mỗi giáo viên 02 lần/năm", "Phó Hiệu trưởng phụ trách chuyên môn"),
    ("Các sở, ban, ngành trực thuộc UBND tỉnh; UBND các huyện tiếp tục tuyên truyền", "Sở, ban, ngành | UBND huyện"),
    ("Tổ chuyên môn duyệt kế hoạch giáo dục của từng lớp", "Tổ chuyên môn"),
    ("Các xã, phường báo cáo trước ngày 15/9", "UBND xã"),
    ("Riêng đặc khu Cồn Lan hoàn thành trước 09 giờ", "UBND đặc khu Cồn Lan"),
    ("Đề nghị các huyện, thị xã rà soát", "UBND huyện"),
    ("Trong năm 2025 Sở sẽ kiểm tra", ""),
    ("Thủ trưởng các đơn vị, trường học có trách nhiệm quán triệt", "các đơn vị trường"),
    ("Giáo viên hoặc người được phân công cập nhật sổ điểm", "Giáo viên"),
    ("Các tổ chuyên môn, bộ môn rà soát kế hoạch dạy học", "tổ chuyên môn, bộ môn"),
    (
        "Hiệu trưởng các trường tiểu học, giám đốc các trung tâm giáo dục thường xuyên có trách nhiệm rà soát",
        "trường tiểu học | trung tâm giáo dục thường xuyên",
    ),
    ("UBND các phường: Bến Gót, Ba Trại rà soát cơ sở vật chất", "UBND phường Bến Gót | UBND phường Ba Trại"),
    # It stands behind an opening phrase or in a later part.
    ("Định kỳ, UBND các xã và các trường thuộc quyền quản lý của Sở GDĐT báo cáo kết quả", "UBND xã | các trường"),
    ("Trường hợp đặc biệt, người đứng đầu cơ sở giáo dục có thể bố trí dạy bù", ""),
    ("Căn cứ nội dung kế hoạch, các cơ sở GDMN chủ động lập dự toán", "cơ sở GDMN"),
    ("Căn cứ kế hoạch của Phòng GDĐT, các trường mầm non xây dựng kế hoạch", "trường mầm non"),
    ("Tạo điểm nhấn sơ kết, các cơ sở giáo dục mầm non đăng ký gửi về Phòng GDĐT", "cơ sở GDMN"),
    ("Tiếp tục kiểm định chất lượng; từng đơn vị tham mưu với lãnh đạo các cấp", "các đơn vị"),
    ("Nếu có khó khăn, vướng mắc các đơn vị phản ánh về Phòng GDĐT", "các đơn vị"),
    ("Người đứng đầu cơ sở giáo dục săp xêp, bố trí các lớp học", "cơ sở giáo dục"),
    ("Các cơ sở giáo dục phôi hơp với Uỷ ban nhân dân cấp xã rà soát", "cơ sở giáo dục"),
    ("Tổng phụ trách Đội tổ chức hội thi vẽ tranh", "Tổng phụ trách Đội"),
    ("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã tổ chức giám sát", "Ban Thường trực Ủy ban MTTQ Việt Nam xã"),
    ("Trạm Kiểm lâm Mường Lát trồng rừng", "Trạm Kiểm lâm Mường Lát"),
    ("Cục Kiểm nghiệm, Đo lường và Hóa chất tổ chức tập huấn", "Cục Kiểm nghiệm, Đo lường và Hóa chất"),
    ("Giảo viên phân công trực theo lịch", "Giáo viên"),
    ("Các chuyên viên khác lập dự toán", "chuyên viên khác"),
    # It is asked, told or chosen.
    ("Giao các Bộ: Công an, Quốc phòng, Nội vụ và Y tế góp ý", "Bộ Công an | Bộ Quốc phòng | Bộ Nội vụ | Bộ Y tế"),
    ("Đề nghị Sở Y tế: Hướng dẫn các trạm y tế", "Sở Y tế"),
    ("Đề nghị Văn phòng Đảng ủy, Văn phòng HĐND và UBND xã chuẩn bị", "Văn phòng Đảng ủy | Văn phòng HĐND và UBND xã"),
    ("Trên cơ sở đề nghị của Sở Nội vụ, Sở Tài chính thẩm định", "Sở Tài chính"),
    ("Phòng GDĐT đề nghị các trường mầm non báo cáo trước ngày 15/9", "trường mầm non"),
    ("Yêu cầu Hiệu trưởng các trường, Thủ trưởng các đơn vị trực thuộc rà soát", "các trường | các đơn vị"),
    ("Giao Phòng Kinh tế, Hạ tầng và Đô thị rà soát", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("Giao Giám đốc Sở Giáo dục và Đào tạo", "Sở GDĐT"),
    ("(Chọn Mầm non Hoa Ban thí điểm thực hành cho các huyện về dự)", "Mầm non Hoa Ban"),
    ("Đề nghị Trạm Y tế các xã, thị trấn cử cán bộ tham gia đoàn", "Trạm Y tế các xã, thị trấn"),
    ("UBND tỉnh giao Sở Nội vụ thẩm định", "Sở Nội vụ"),
    ("Giao đồng chí Trần Văn Bình - Phó Chủ tịch UBND xã theo dõi", "Phó Chủ tịch UBND xã"),
    ("Giao bà Lê Thị Hoa, Phó Hiệu trưởng phụ trách chuyên môn theo dõi", "Phó Hiệu trưởng phụ trách chuyên môn"),
    ("Giao Phòng Tổ chức cán bộ - Thanh tra - Pháp chế tham mưu", "Phòng Tổ chức cán bộ - Thanh tra - Pháp chế"),
    ("Đề nghị Viện Khoa học Giáo dục Việt Nam biên soạn tài liệu", "Viện Khoa học Giáo dục Việt Nam"),
    ("Điện lực khu vực, Công an phường bảo đảm an ninh", "Điện lực khu vực | Công an phường"),
    # It stands in a label or in brackets.
    ("Tổ chức hội thi cấp huyện (đơn vị chủ trì: Phòng GDĐT)", "Phòng GDĐT"),
    ("Chủ trì: Sở Y tế", "Sở Y tế"),
    ("Tập huấn phần mềm do Phòng GDĐT chủ trì", "Phòng GDĐT"),
    ("Họp cha mẹ trẻ đầu năm. (BGH, GVCN)", "Ban giám hiệu | Giáo viên chủ nhiệm"),
    (
        "Triển khai chương trình (thí điểm ở 02 đơn vị: Mầm non Bình Minh & Mầm non Hoa Ban)",
        "Mầm non Bình Minh | Mầm non Hoa Ban",
    ),
    # Nobody does it by name.
    ("Kiểm tra việc thực hiện tại một số cơ sở giáo dục mầm non", ""),
    ("Xây dựng tiêu chí đánh giá đối với các cơ sở giáo dục mầm non", ""),
    ("Hướng dẫn các trường mầm non xây dựng kế hoạch", ""),
    ("Tăng cường chỉ đạo, hướng dẫn cơ sở GDMN phát triển chương trình; cơ sở GDMN được chủ động liên kết", ""),
    ("Phối hợp với Sở Giáo dục và Đào tạo kiểm tra, giám sát", ""),
    ("Kiểm tra việc liên kết với doanh nghiệp, tổ chức, cá nhân theo thẩm quyền", ""),
    ("Báo cáo Sở GDĐT kết quả thực hiện", ""),
    ("Gửi về Phòng GDĐT trước ngày 15/9", ""),
    ("Tham gia các lớp tập huấn do Bộ Giáo dục và Đào tạo tổ chức", ""),
    ("Hoàn thiện hồ sơ đề nghị UBND tỉnh công nhận", ""),
    ("Tập huấn tại các huyện, thị xã, thành phố tổ chức trong tháng 10", ""),
    ("Phân công lãnh đạo, cán bộ trực 24/24 giờ", ""),
    ("Chủ trì, phối hợp với Sở GDĐT, các cơ quan, đơn vị liên quan hướng dẫn các cơ quan báo chí tuyên truyền", ""),
    ("Đào tạo cho đội ngũ nhà giáo, cán bộ quản lý giáo dục, nhân viên bảo đảm làm việc hiệu quả", ""),
    ("Nâng cao chất lượng giáo dục của nhà trường", ""),
    ("", ""),
]
COORDINATORS = [
    ("phối hợp với Trung tâm Y tế huyện tổ chức khám sức khỏe", "Trung tâm Y tế huyện"),
    ("Phối hợp chặt chẽ với Công an xã, Đoàn Thanh niên", "Công an xã | Đoàn Thanh niên"),
    ("khám sức khỏe định kỳ, phối hợp Trạm Y tế thị trấn", "Trạm Y tế thị trấn"),
    ("Chủ trì cùng Công an phường kiểm tra", "Công an phường"),
    ("Phối hợp: Phòng Nội vụ, Phòng Tài chính - Kế hoạch", "Phòng Nội vụ | Phòng Tài chính – Kế hoạch"),
    (
        "Chủ trì, phối hợp với các Sở, ban, ngành, địa phương, cơ quan, tổ chức liên quan triển khai",
        "Sở, ban, ngành | địa phương | cơ quan, tổ chức liên quan",
    ),
    ("phối hợp với Đồn Biên phòng Bản Chắt đưa đón người học", "Đồn Biên phòng Bản Chắt"),
    ("Huy động sự tham gia của các bên như: cha mẹ học sinh, giáo viên", "cha mẹ học sinh | giáo viên"),
    ("phối hợp với cha mẹ/người đại diện, nhân viên hỗ trợ", "cha mẹ/người đại diện | nhân viên hỗ trợ"),
    ("Xây dựng kế hoạch truyền thông, phối hợp với phụ huynh hàng tháng", "phụ huynh"),
    ("Tăng cường sự tham gia giám sát của Ban đại diện cha mẹ trẻ em", "Ban đại diện cha mẹ trẻ em"),
    ("Phát huy vai trò của Ban chất lượng Giáo dục mầm non huyện", "Ban chất lượng GDMN huyện"),
    ("Thực hiện phối hợp với đoàn thể, tổ chức xã hội để tổ chức", "đoàn thể | tổ chức xã hội"),
    ("phối hợp với các trường rà soát", "các trường"),
    ("phối hợp với các cơ quan chức năng: Sở Y tế, Công an tỉnh thực hiện", "Sở Y tế | Công an tỉnh"),
    ("phối hợp với cơ quan liên quan rà soát", "cơ quan liên quan"),
    ("phối hợp với các thôn, bản vận động", "các thôn, bản"),
    ("Chủ động liên hệ với Trạm Y tế xã khám sức khỏe", "Trạm Y tế xã"),
    ("nhân rộng mô hình phối hợp với phụ huynh", ""),
    ("công tác phối hợp với gia đình trẻ", ""),
    ("gửi về Phòng GDĐT", ""),
]
DIRECTED = [
    ("Chỉ đạo các đơn vị trường lồng ghép hoạt động Chuyên đề", "các đơn vị trường"),
    ("Căn cứ kế hoạch của Sở, hướng dẫn các cơ sở GDMN rà soát thực trạng", "cơ sở GDMN"),
    (
        "Hướng dẫn các trường mầm non và nhóm, lớp mầm non độc lập chuẩn bị",
        "trường mầm non | nhóm, lớp mầm non độc lập",
    ),
    ("Chỉ đạo hiệu trưởng các trường chằng chống mái tôn", "các trường"),
    ("chỉ đạo Ban chỉ đạo PCGD-XMC các cấp thực hiện nghiêm túc Nghị định", "Ban chỉ đạo PCGD-XMC các cấp"),
    ("đôn đốc 03 trường chưa nộp báo cáo nộp ngay", "các trường"),
    ("Tiếp tục chỉ đạo duy trì mô hình tại trường MN Bình Minh, MN Hoa Ban", "Trường MN Bình Minh | Trường MN Hoa Ban"),
    ("hướng dẫn của Bộ GDĐT", ""),
    ("Chỉ đạo giáo viên xây dựng bài giảng", ""),
    ("Hướng dẫn về công tác tuyển sinh", ""),
    ("hỗ trợ các trường mầm non trong việc thực hiện quy định", ""),
]
RECEIVERS = [
    ("Báo cáo kết quả gửi về Sở GDĐT (qua Phòng GDMN)", "Sở GDĐT"),
    ("Các đơn vị gửi báo cáo sơ kết về phòng Giáo dục và Đào tạo trước ngày 02/4/2024", "Phòng GDĐT"),
    ("Báo cáo tổng kết gửi về Sở GDĐT trước ngày 05/12/2024 để tổng hợp báo cáo Bộ GDĐT và UBND tỉnh", "Sở GDĐT"),
    ("Chủ trì, tham mưu UBND tỉnh bố trí ngân sách", "UBND tỉnh"),
    ("Tổng hợp, báo cáo UBND tỉnh những khó khăn", "UBND tỉnh"),
    ("lập dự toán chi hàng năm, trình cơ quan có thẩm quyền phê duyệt", "cơ quan có thẩm quyền"),
    ("Đóng góp ý kiến cho Bộ GDĐT trong việc đổi mới chương trình", "Bộ GDĐT"),
    ("Nộp danh sách trẻ 5 tuổi cho UBND xã chậm nhất ngày 30/8", "UBND xã"),
    ("Định kỳ hằng quý báo cáo UBND tỉnh kết quả thực hiện", "UBND tỉnh"),
    ("Tổng hợp kết quả kiểm tra, báo cáo UBND huyện và Sở GDĐT trước ngày 05/9/2020", "UBND huyện"),
    ("Nếu có khó khăn, vướng mắc, các trường phản ánh về Phòng GDĐT", "Phòng GDĐT"),
    ("Hoàn thiện hồ sơ đề nghị UBND tỉnh công nhận trước ngày 15/11", "UBND tỉnh"),
    ("Các trường còn chỉ tiêu đề nghị Phòng GDĐT cho tuyển bổ sung", "Phòng GDĐT"),
    ("Đăng ký đề tài sáng kiến với Phòng GDĐT", "Phòng GDĐT"),
    ("Kế toán: tham mưu Hiệu trưởng lập dự toán gửi Phòng Tài chính - Kế hoạch", "Phòng Tài chính – Kế hoạch"),
    ("Sơ kết học kỳ I; báo cáo Phòng GD&ĐT trước ngày 10/01/2025", "Phòng GDĐT"),
    ("Ban chỉ đạo các cấp căn cứ Kết luận số 51-KL/TW tham mưu cho UBND các cấp kế hoạch", "UBND các cấp"),
    ("Kiểm tra việc triển khai; từng đơn vị tham mưu với UBND xã", ""),
    ("Tổ chức tập huấn cho cán bộ quản lý, giáo viên", ""),
    ("Phối hợp với Công an tỉnh kiểm tra. Phối hợp với Văn phòng UBND tỉnh tham mưu với UBND tỉnh ban hành", ""),
    ("Giao nhiệm vụ cho các trường", ""),
    ("Giao Phòng Nội vụ theo dõi, đôn đốc và tổng hợp kết quả báo cáo UBND huyện", "UBND huyện"),
    ("Tham mưu UBND tỉnh trình HĐND tỉnh ban hành chính sách", "UBND tỉnh"),
    ("Rà soát bếp ăn, kịp thời báo cáo UBND xã những vấn đề phát sinh", "UBND xã"),
    ("Phòng Kinh tế cắm biển cảnh báo, báo cáo UBND xã chậm nhất ngày 15/6", "UBND xã"),
    ("Tổng hợp, báo cáo tình hình thực hiện với UBND huyện định kỳ hằng quý", "UBND huyện"),
    ("Cung cấp danh sách trẻ khuyết tật cho Phòng Văn hóa - Xã hội", "Phòng Văn hóa – Xã hội"),
    ("Nộp sáng kiến trước ngày 02/12 tại văn phòng PGDĐT", "Phòng GDĐT"),
    ("Lập danh sách gởi về Phòng GDĐT trước 20/9", "Phòng GDĐT"),
    ("Theo dõi dịch bệnh để báo cáo UBND xã xử lý", "UBND xã"),
    ("Bố trí học bù vào thời gian thích hợp. Trường hợp đặc biệt, báo cáo UBND tỉnh quyết định", ""),
    ("Gửi hồ sơ về Hội Khuyến học tỉnh trước ngày 15/9", "Hội Khuyến học tỉnh"),
    ("Xây dựng kế hoạch theo hướng dẫn của Sở GDĐT", ""),
    ("Chia sẻ thông tin với cha mẹ trẻ", ""),
]


def names(parties: tuple[Party, ...]) -> str:
    """The names of parties in order."""
    return " | ".join(party.name for party in parties)


@pytest.mark.parametrize(("clause", "doers"), SUBJECTS)
def test_subject_is_who_does_it(clause: str, doers: str) -> None:
    assert names(subject_of(clause)) == doers


@pytest.mark.parametrize(("clause", "helpers"), COORDINATORS)
def test_coordinators_are_who_helps(clause: str, helpers: str) -> None:
    assert names(coordinators_of(clause)) == helpers


@pytest.mark.parametrize(("clause", "directed"), DIRECTED)
def test_directed_are_whom_the_owner_guides(clause: str, directed: str) -> None:
    assert names(directed_of(clause)) == directed


@pytest.mark.parametrize(("clause", "receiver"), RECEIVERS)
def test_receiver_is_to_whom_it_goes(clause: str, receiver: str) -> None:
    party = receiver_of(clause)
    assert ("" if party is None else party.name) == receiver


def test_helpers_are_never_generic_as_they_are_named_as_printed() -> None:
    assert not any(party.is_generic for party in coordinators_of("Phối hợp với các đơn vị tổ chức hội thi"))
    assert not any(party.is_generic for party in directed_of("Chỉ đạo các đơn vị tổ chức hội thi"))
