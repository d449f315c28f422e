"""Dates in a clause that are no time of its task: in doubt none is better than a false one."""

import pytest

from tests.support.times import times_in


@pytest.mark.parametrize(
    "text",
    [
        # Cited documents and meetings.
        "theo Quyết định số 1373/QĐ-TTg ngày 30/7/2024 của Thủ tướng Chính phủ",
        "Thực hiện Thông tư số 45/2021/TT-BGDĐT ngày 31 tháng 12 năm 2021",
        "Thực hiện Công văn số 12/SGDĐT ngày 01/9/2024, 13/SGDĐT ngày 02/9/2024",
        "Thực hiện Công văn số 396 /SGDĐT- GDMN ngày 20/8/2024 về việc rà soát",
        "thực hiện đúng thời hạn nêu tại Kế hoạch ngày 20/8/2024",
        "bảo đảm thời hạn quy định tại Quyết định ngày 20/9/2024",
        "Công văn ngày 20/8/2024 của Sở về tổ chức hội thi",
        "Thực hiện kết luận tại cuộc họp ngày 20/8/2024",
        "được phê duyệt ngày 12/9/2024",
        "sửa đổi, bổ sung ngày 25/11/2024",
        "thực hiện Luật Giáo dục năm 2019",
        "Triển khai Thông tư 52/2020/TT-BGDĐT",
        "Tại Công văn số 12/SGDĐT ngày 01/7/2024, Sở đã yêu cầu các trường nộp báo cáo trước ngày 30/8/2024",
        "Thực hiện Công văn số 12/SGDĐT-GDTH, trong đó yêu cầu các trường báo cáo trước ngày 30/9/2024",
        "Ngày 05/8/2024, Bộ ban hành Thông tư số 12/2024/TT-BGDĐT, trong đó quy định hồ sơ gửi trước ngày 30/9/2024",
        "Để hoàn thành việc cấp học bổng trong năm 2025, Sở đề nghị Bộ Tài chính bố trí vốn",
        "Trường có giấy chứng nhận kiểm định hết hạn trước ngày 31/5/2025 đăng ký lại theo trình tự mới",
        # Names of schemes, campaigns and contests.
        "Xây dựng kế hoạch truyền thông về Liên hoan tiếng hát lần thứ V, năm 2025",
        "Truyền hình trực tiếp lễ khai mạc Ngày hội đọc sách lần thứ II năm 2025",
        "Căn cứ văn bản hướng dẫn của Sở theo từng năm học, xây dựng kế hoạch dạy học",
        "tuyên truyền trước, trong và sau khi tổ chức hội thi",
        "Tiếp tục thực hiện Đề án “Tăng cường tiếng Việt” giai đoạn 2021-2025",
        "Thực hiện Chương trình hỗ trợ phát triển GDMN vùng khó khăn giai đoạn 2022 - 2030",
        "Tập huấn về Đề án “Đào tạo nhà giáo giai đoạn 2018-2025 năm 2025”",
        "Tham mưu ban hành nghị quyết giai đoạn 2026-2030",
        "tuyển chọn giáo viên dự “Hội thi giáo viên dạy giỏi cấp huyện năm 2025”",
        "thực hiện Nghị quyết Đại hội nhiệm kỳ 2020-2025",
        "Phát động phong trào thi đua năm 2025",
        "Hưởng ứng Tháng hành động vì trẻ em năm 2025",
        # What a plan, a budget or a report is about.
        "Triển khai nhiệm vụ năm học 2024-2025",
        "Xây dựng kế hoạch năm học 2024-2025",
        "Hướng dẫn thực hiện nhiệm vụ năm học 2024 - 2025",
        "xây dựng báo cáo 6 tháng đầu năm 2025",
        "Giao chỉ tiêu tuyển sinh năm 2025",
        "lập dự toán ngân sách năm 2025",
        "rà soát theo khung thời gian năm học 2024-2025",
        # Goals.
        "Phấn đấu đến hết năm 2025 có 80% trường đạt chuẩn",
        "đến năm 2030 đạt 90% trẻ nhà trẻ ra lớp",
        "Đến năm 2025, có ít nhất 50% trường được công nhận",
        "tiến tới phổ cập giáo dục mầm non cho trẻ mẫu giáo vào năm 2030",
        "Phấn đấu đến hết ngày 31/12/2024 có 95% trẻ được tiêm",
        "năm 2025: 10 trường; năm 2026: 15 trường",
        "phấn đấu đến 2025, tỷ lệ phòng học kiên cố đạt 80%",
        # Figures, effect, births, pay.
        "rà soát số liệu tính đến ngày 31/5/2025",
        "thống kê trẻ em tính đến thời điểm 31/12/2024",
        "chốt số liệu ngày 30/9/2024",
        "tổng hợp đến hết ngày 31/12/2024",
        "lập danh sách trẻ có đến ngày 30/9/2024",
        "thống kê kết quả từ ngày 01/9/2024 đến ngày 31/12/2024",
        "chốt số liệu báo cáo hằng tháng: từ ngày 15 tháng trước đến ngày 14 của tháng thuộc kỳ báo cáo",
        "Học sinh nghỉ Tết từ ngày 25/01/2025 đến hết ngày 02/02/2025",
        "rà soát trẻ 5 tuổi (sinh năm 2019)",
        "Quyết định này có hiệu lực kể từ ngày 01/9/2024",
        "Thông tư có hiệu lực thi hành từ ngày 15/9/2024",
        "huy động trẻ sinh từ ngày 01/9/2019 đến 31/12/2020",
        "mức lương từ 01/10/2024",
        "chi trả trợ cấp hằng tháng",
        # The past.
        "Từ năm 2021 đến nay đã triển khai",
        "ngày 16/7/2024 Bộ đã có Công văn gửi các địa phương",
        "rà soát cán bộ tuyển dụng trước ngày 01/01/2024",
        "giải quyết dứt điểm hồ sơ tiếp nhận trước ngày 01/9/2024",
        "rà soát các trường hợp phát sinh trước ngày 01/9/2024",
        "thống kê văn bằng đã cấp trước ngày 01/9/2024",
        "rà soát cơ sở vật chất của các điểm trường trước ngày 01/7/2024",
        "các đơn vị đã nộp trước ngày 30/9/2024",
        "thống kê số trẻ mắc bệnh từ ngày 01/7/2024 đến ngày 14/8/2024",
        # Memorial days and numbers.
        "Tổ chức các hoạt động chào mừng ngày Nhà giáo Việt Nam 20/11",
        "kỷ niệm 42 năm ngày Nhà giáo Việt Nam (20/11/1982-20/11/2024)",
        "liên hệ số điện thoại 0912.345.678",
        "theo Điều 5, khoản 2",
        "cứ 01 giờ phát 01 bản tin kể từ 14 giờ ngày 02/10/2024",
        "đạt tỷ lệ 2/3 số phiếu",
        "trực 24/7",
        # Conditions, lengths, habits.
        "Bồi dưỡng nghiệp vụ quản lý trước khi bổ nhiệm",
        "chuẩn bị các điều kiện trước khi triển khai đại trà",
        "Nơi nào có 02 ca mắc trong vòng 07 ngày thì báo ngay trạm y tế",
        "Các trường còn chỉ tiêu sau ngày 12/9/2024 được tuyển bổ sung",
        "giáo dục trẻ rửa tay sau khi đi vệ sinh",
        "bố trí giáo viên ở các trường sau khi sáp nhập",
        "tổ chức tập huấn 03 ngày",
        "thực hiện thường xuyên, hằng ngày, kịp thời",
        "phù hợp với lịch sinh hoạt hằng ngày",
        "báo cáo đột xuất",
        "thực hiện theo quy định",
        "nâng cao chất lượng trong thời gian tới",
        "tuyên truyền cho học sinh, đặc biệt trong dịp hè",
        "từng năm và cho cả giai đoạn",
        "xây dựng kế hoạch 5 năm và hằng năm về đào tạo nghề",
        # The time of another event.
        "Để có số liệu báo cáo tại Hội nghị dự kiến tổ chức vào đầu tháng 9/2024, đề nghị các đơn vị rà soát",
        "",
        " \n\t",
    ],
)
def test_date_of_something_else_is_left_out(text: str) -> None:
    assert times_in(text) == []


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("báo cáo số liệu tính đến hết ngày 31/5/2025, gửi trước ngày 10/6/2025", "2025-06-09"),
        ("Báo cáo kết quả từ ngày 01/9/2024 đến ngày 31/12/2024 gửi trước ngày 05/01/2025", "2025-01-04"),
        ("Riêng báo cáo thu, chi từ ngày 05/9/2024 đến ngày 31/12/2024 gửi trước 10 giờ 00 ngày 08/01/2025",
         "2025-01-08T10:00"),
        ("Căn cứ Công văn số 15/SGDĐT ngày 10/8/2024 của Sở, đề nghị các trường báo cáo trước ngày 20/9/2024",
         "2024-09-19"),
        ("Theo mẫu số 01/BC đính kèm, gửi về Phòng trước ngày 20/9/2024", "2024-09-19"),
        ("nộp hồ sơ thi đua năm học 2023-2024 (theo Thông tư số 21/2020/TT-BGDĐT ngày 31/7/2020) trước ngày 20/9/2024",
         "2024-09-19"),
    ],
)  # fmt: skip
def test_deadline_beside_another_date_is_the_only_time(text: str, due: str) -> None:
    assert times_in(text) == [f"due {due}"]
