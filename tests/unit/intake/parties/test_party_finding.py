"""Parties in running text: where their names end, lists, and words that only look like parties."""

import pytest

from intake.drafting.parties import find_parties

TEXTS = [
    # Where a name ends.
    ("Phòng Giáo dục và Đào tạo huyện Ia Pa yêu cầu các trường báo cáo", "Phòng GDĐT huyện Ia Pa | các trường"),
    ("Phòng GDĐT Hướng dẫn thực hiện nhiệm vụ năm học", "Phòng GDĐT"),
    ("Phòng GD&ĐT Sông Hinh Hướng dẫn thực hiện", "Phòng GDĐT Sông Hinh"),
    ("phòng Giáo dục và Đào tạo yêu cầu các cơ sở giáo dục mầm non chủ động", "Phòng GDĐT | cơ sở GDMN"),
    ("Sở Giáo dục và Đào tạo, các cơ quan, đơn vị có liên quan hướng dẫn", "Sở GDĐT | cơ quan, đơn vị liên quan"),
    (
        "hướng dẫn các cơ quan báo chí của tỉnh, Cổng Thông tin điện tử tỉnh tuyên truyền",
        "cơ quan báo chí của tỉnh | Cổng Thông tin điện tử tỉnh",
    ),
    (
        "Trường Mầm non Hoa Ban và trường Mẫu giáo xã Ia Tul xây dựng mô hình",
        "Trường Mầm non Hoa Ban | Trường Mẫu giáo xã Ia Tul",
    ),
    ("Chọn Mầm non Hoa Ban thí điểm thực hành cho 11 huyện", "Mầm non Hoa Ban"),
    ("Chủ tịch UBND xã Ia Tul chịu trách nhiệm trước Chủ tịch UBND huyện", "UBND xã Ia Tul | UBND huyện"),
    ("Sở Tài chính tham mưu UBND tỉnh bố trí kinh phí", "Sở Tài chính | UBND tỉnh"),
    ("gửi về Phòng Văn hóa - Xã hội trước ngày 15/9/2025", "Phòng Văn hóa – Xã hội"),
    ("báo cáo Sở GDĐT (qua Phòng GDMN) trước 30/5", "Sở GDĐT | Phòng Giáo dục Mầm non"),
    ("Phòng GDMN-Sở GDĐT", "Phòng Giáo dục Mầm non | Sở GDĐT"),
    ("theo kế hoạch của Sở, ban hành văn bản", "Sở"),
    ("Bộ phận kế toán Phòng GDĐT tổng hợp", "Bộ phận kế toán Phòng GDĐT"),
    ("Tổng công ty Bưu chính Việt Nam hoàn thiện đề án", "Tổng công ty Bưu chính Việt Nam"),
    ("Tổ Tư vấn tâm lý học đường nhà trường lập sổ", "Tổ Tư vấn tâm lý học đường"),
    ("Phó Hiệu trưởng Trần Thị Bình phụ trách", "Phó Hiệu trưởng Trần Thị Bình"),
    ("Ban Chỉ đạo PCGD, XMC huyện họp", "Ban chỉ đạo PCGD, XMC huyện"),
    ("UBND các huyện, thị xã, thành phố; các cơ quan báo chí", "UBND huyện | cơ quan báo chí"),
    ("UBND HUYỆN IA PA CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UBND huyện Ia Pa"),
    ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO Độc lập - Tự do - Hạnh phúc", "Phòng GDĐT"),
    ("tại văn phòng Quốc hội và trụ sở UBND tỉnh", "văn phòng Quốc hội | UBND tỉnh"),
    ("Trường Tiểu học số 1 Phước Sơn, Trường TH số 2 Ân Hảo", "Trường Tiểu học số 1 Phước Sơn | Trường TH số 2 Ân Hảo"),
    ("Các trường mầm non\tKế hoạch\tTháng 6/2025", "trường mầm non"),
    (
        "Cục Người có công phối hợp với Ngân hàng Phát triển Việt Nam",
        "Cục Người có công | Ngân hàng Phát triển Việt Nam",
    ),
    ("TM. ỦY BAN NHÂN DÂN TỈNH CHỦ TỊCH Trần Văn An", "UBND tỉnh"),
    ("Giám đốc các sở, thủ trưởng các ban, ngành, Chủ tịch UBND các huyện", "Sở, ban, ngành | UBND huyện"),
    ("bản tin của Đài Khí tượng Thủy văn tỉnh phát lúc 10 giờ", "Đài Khí tượng Thủy văn tỉnh"),
    # Lists: one party for each member, with its full name.
    ("các Sở: Tài chính, Nội vụ, Y tế", "Sở Tài chính | Sở Nội vụ | Sở Y tế"),
    (
        "Các Sở: Tài chính, GDĐT, Nội vụ, TT&TT",
        "Sở Tài chính | Sở GDĐT | Sở Nội vụ | Sở Thông tin và Truyền thông",
    ),
    ("Giám đốc các sở: Giáo dục và Đào tạo, Tài chính và Nội vụ", "Sở GDĐT | Sở Tài chính | Sở Nội vụ"),
    ("Sở Tài chính, Sở Nội vụ và UBND các huyện", "Sở Tài chính | Sở Nội vụ | UBND huyện"),
    ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch | Sở Y tế"),
    ("Sở Nội vụ, Công an tỉnh", "Sở Nội vụ | Công an tỉnh"),
    ("các phòng: Nội vụ, Tài chính - Kế hoạch", "Phòng Nội vụ | Phòng Tài chính – Kế hoạch"),
    ("trường MN Bình Minh, MN Hoa Ban và MN Tân Lập", "Trường MN Bình Minh | Trường MN Hoa Ban | Trường MN Tân Lập"),
    ("các trường mầm non: Bình Minh, Hoa Ban", "Trường mầm non Bình Minh | Trường mầm non Hoa Ban"),
    ("Mầm non Bình Minh & Mầm non Hoa Ban", "Mầm non Bình Minh | Mầm non Hoa Ban"),
    ("các trường mầm non, nhóm lớp độc lập", "trường mầm non | nhóm lớp độc lập"),
    ("các trường mầm non và nhóm, lớp mầm non độc lập", "trường mầm non | nhóm, lớp mầm non độc lập"),
    ("các trường mầm non, tiểu học, THCS", "trường mầm non | trường tiểu học | trường THCS"),
    ("UBND xã Ia Tul, xã Pờ Tó và thị trấn Phú Túc", "UBND xã Ia Tul | UBND xã Pờ Tó | UBND thị trấn Phú Túc"),
    ("Ủy ban MTTQ Việt Nam, Hội LHPN, Đoàn Thanh niên", "Ủy ban MTTQ Việt Nam | Hội LHPN | Đoàn Thanh niên"),
    (
        "các Sở, ban, ngành, địa phương, cơ quan, tổ chức liên quan",
        "Sở, ban, ngành | địa phương | cơ quan, tổ chức liên quan",
    ),
    ("Tổ chuyên môn, giáo viên chủ nhiệm thực hiện", "Tổ chuyên môn | giáo viên chủ nhiệm"),
    # Words that only look like parties.
    ("xây dựng trường học an toàn, phòng, chống tai nạn thương tích", ""),
    ("bảo đảm tỉ lệ 01 phòng học/lớp", ""),
    ("đầu tư cơ sở vật chất cho năm học mới", ""),
    ("phòng bệnh cho trẻ, phòng cháy chữa cháy", ""),
    ("Phòng, chống dịch bệnh trong trường học", ""),
    ("ban hành bộ tiêu chí, bộ công cụ", ""),
    ("trong trường hợp cần thiết", ""),
    ("theo sở thích của trẻ", ""),
    ("Xây dựng môi trường giáo dục", ""),
    ("cơ sở dữ liệu ngành", ""),
    ("chủ đề “Xây dựng trường mầm non hạnh phúc của Sở GDĐT”", ""),
    ("Kế hoạch số 88/KH-PGDĐT, số 12/SGDĐT-GDMN, số 8994/KH-UBND", ""),
    ("giáo dục mầm non Việt Nam", ""),
    ("trẻ mầm non Hoa Kỳ", ""),
    ("hội thi, hội giảng, hội nghị", ""),
    ("tổ chức hội thảo, tổ chức tham quan", ""),
    ("đại diện cho đơn vị tại cuộc họp", ""),
    ("quý II nộp báo cáo", ""),
    ("bồi dưỡng cho đội ngũ giáo viên", ""),
    ("số tài chính, số lượng", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "names"), TEXTS)
def test_parties_of_a_text(text: str, names: str) -> None:
    assert " | ".join(party.name for party in find_parties(text)) == names
