"""The verbs of directives: how a clause that asks for something begins, and which kind of work each stands for."""

import re
from typing import Final


def _words(text: str) -> str:
    """An alternation of phrases separated by bars, longest first, blanks of any width."""
    phrases = sorted((phrase.strip() for phrase in text.replace("\n", " ").split("|")), key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in phrases)


# Words that only say how or how much; what is asked for stands behind them.
_MANNERS: Final = _words(
    "tiếp tục|tiến hành|chủ động|tăng cường|đẩy mạnh|tích cực|kịp thời|thường xuyên|khẩn trương|nghiêm túc|tập trung"
    "|từng bước"
    "|trước mắt"
    "|công tác|nâng cao chất lượng|nâng cao hiệu quả|nâng cao|chú trọng|quan tâm|đồng thời|trực tiếp|phấn đấu|cần"
    "|phải|cùng|linh hoạt"
    "|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|căn cứ|định kỳ|hằng năm|hàng năm|hằng tháng|hàng tháng|hằng quý"
    "|hàng quý|sau đó"
    "|ngoài ra|bên cạnh đó|đặc biệt|trong đó|làm tốt|thực hiện tốt|ưu tiên|không|tuyệt đối không|nghiêm cấm"
    "|có kế hoạch|có biện pháp"
    "|có giải pháp|sẵn sàng|quyết liệt|đổi mới|khuyến khích|đa dạng hóa|đa dạng hoá|đa dạng|có thể|sớm|ngay|chỉ"
)
ACTIONS: Final = _words(
    """xây dựng|tổ chức|triển khai|thực hiện|rà soát|báo cáo|bảo cáo|gửi|nộp|lập|ban hành|hướng dẫn|chỉ đạo|kiểm tra
    |giám sát|đánh giá|theo dõi|đôn đốc|tham mưu|trình|đề xuất|tổng hợp|phối hợp|chủ trì|phân công|bố trí
    |bảo đảm|đảm bảo|đăng ký|đăng kí|cử|lựa chọn|chọn|tuyển chọn|tuyên truyền|truyền thông|phổ biến
    |quán triệt|công khai|công bố|niêm yết|đăng tải|cập nhật|hoàn thành|hoàn thiện|duy trì|củng cố
    |phát triển|phát huy|nhân rộng|huy động|vận động|đầu tư|mua sắm|sửa chữa|cải tạo|bồi dưỡng|tập huấn
    |đào tạo|tham gia|tham dự|dự|tham quan|khai mạc|bế mạc|thi|thao giảng|cân đo|khám|học tập|sơ kết
    |tổng kết|tôn vinh|biểu dương|khen thưởng|ghi nhận|lưu trữ|viết|quản lý|sử dụng|khai thác|ứng dụng
    |áp dụng|tạo|mở|chuẩn bị|thành lập|kiện toàn|rút kinh nghiệm|khắc phục|xử lý|xử lí|giải quyết|tiếp nhận
    |cung cấp|hỗ trợ|tư vấn|giúp|giao|chịu|lồng ghép|phát động|hưởng ứng|ký kết|ký|cam kết|thông báo
    |thông tin|mời|triệu tập|đón|khai giảng|tuyển sinh|điều tra|thống kê|khảo sát|nhập|kê khai|khai báo
    |đối chiếu|xác nhận|thẩm định|phê duyệt|quyết định|cấp|thu|chi|thanh toán|quyết toán|dự toán|gắn
    |giáo dục|dạy|nuôi dưỡng|chăm sóc|phòng chống|phòng, chống|ngăn chặn|trang trí|vệ sinh|trồng|nghiên cứu
    |tìm hiểu|học|đổi mới|thay đổi|điều chỉnh|bổ sung|sửa đổi|góp ý|đóng góp|cho ý kiến|thảo luận|họp
    |trao đổi|chia sẻ|giao lưu|kết nối|liên kết|hợp tác|tranh thủ|thu hút|khuyến khích|nâng|tăng|giảm|giữ
    |bám sát|nắm|xác định|đề ra|đưa|gắn kết|tận dụng|vận dụng|thiết kế|làm|in|phát|nhận|bàn giao|di dời
    |sắp xếp|quy hoạch|đối thoại|tiếp|trả lời|phản ánh|liên hệ|đề nghị|yêu cầu|kiến nghị|chấm|xét|tuyển
    |phân loại|phân tích|phân bổ|phân cấp|quy định|đóng|chấn chỉnh|chấp hành|tuân thủ|tự|ra soát|có
    |là đầu mối|làm đầu mối|giới thiệu|chuyển|đăng|treo|thăm|tặng|trao|hoàn trả|số hoá|số hóa|đa dạng
    |kiểm định|công nhận|bình xét|đón nhận|trực|cảnh báo|ứng phó|sơ tán|di chuyển|cho|đặt|nhắc nhở|kết hợp
    |chỉnh sửa|thể hiện|biên soạn|tuần tra|định hướng|tiến hành|cân đối|kiểm kê|thẩm tra|giải trình
    |thiết lập|khởi tạo|kiểm soát|vận hành|bảo mật|bảo quản|bảo vệ|tạm dừng|tu sửa|tu bổ|lắp đặt"""
)
# Words that begin with a verb and name a thing.
_THINGS: Final = (
    r"cấp (?:tiểu học|thcs|thpt|mầm non|học|trung học|ủy|uỷ|độ)"
    r"|chi (?:bộ|đoàn|hội|tiết|phí|cục|nhánh)|thu nhập|thi đua khối|giao thông"
)
IMPERATIVE: Final = re.compile(
    rf"\W*(?:(?:{_MANNERS})\b[\s,]*){{0,4}}(?!(?:{_THINGS})\b)(?:{ACTIONS})\b", re.IGNORECASE
)

_KINDS: Final = (
    ("register", r"đăng ký (?!khai)|đăng kí |cử [^,;.]{3,60}(?:dự thi|tham gia (?:hội|cuộc))|nộp hồ sơ (?:dự|đăng)"),
    (
        "report",
        (
            r"báo cáo(?! viên| chuyên đề)|bảo cáo|gửi (?!(?:văn bản|công văn|giấy))|nộp |tổng hợp|thống kê (?:số|kết)"
            r"|đóng góp ý kiến|góp ý|cho ý kiến|phản ánh"
            r"|cung cấp (?:số liệu|thông tin)"
        ),
    ),
    (
        "plan",
        (
            r"(?:xây dựng|lập|ban hành|hoàn thiện|bổ sung|điều chỉnh"
            r"|xây dựng và triển khai(?: thực hiện)?)[^,;.]{0,40}? (?:kế hoạch|đề án|phương án|dự toán|lộ trình"
            r"|kịch bản|quy chế)"
            r"|(?:rà soát|đánh giá)[^.;]{0,160}?(?:xây dựng|lập) kế hoạch|dự toán|có kế hoạch"
        ),
    ),
    (
        "train",
        (
            r"bồi dưỡng|tập huấn|(?<!giáo dục và )(?<!giáo dục & )đào tạo|nâng cao năng lực|nâng cao trình độ"
            r"|xây dựng đội ngũ|mở [^,;.]{0,30}lớp"
        ),
    ),
    ("inspect", r"kiểm tra|thanh tra|giám sát|dự giờ|thẩm định|phúc tra|tuần tra|duyệt|(?<!tự )đánh giá|nghiệm thu"),
    (
        "organise_event",
        (
            r"hội thi|cuộc thi|hội nghị|hội thảo|ngày hội|liên hoan|tham quan|sơ kết|tổng kết|toạ đàm|tọa đàm|giao lưu"
            r"|phong trào|thao giảng|giao ban|họp "
            r"|lễ (?:khai|phát|kỷ|tổng|ra)|khai giảng|sinh hoạt (?:chuyên đề|cụm)|văn nghệ|hội khoẻ|hội khỏe|mít tinh"
            r"|diễn đàn|đăng cai|thi (?:làm|tốt|thực|giáo|vẽ|kể)"
            r"|hoạt động (?:chuyên môn|với tính)|chuyên đề [“\"]"
        ),
    ),
    (
        "publish",
        (
            r"tuyên truyền|truyền thông|thông tin, |phổ biến|quán triệt|công khai|đăng tải|niêm yết|chuyên mục|bản tin"
            r"|chuyên trang"
            r"|ban hành[^,;.]{0,12} (?:văn bản|hướng dẫn|công văn|thông tư|quyết định)|biểu dương gương"
        ),
    ),
)
_KIND_PATTERNS: Final = tuple((kind, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for kind, pattern in _KINDS)
_QUOTED: Final = re.compile(r"“[^“”]{0,400}”|\"[^\"]{0,400}\"")


def first_kinds(text: str) -> list[tuple[int, str]]:
    """Where each kind of work is first named, in the order of the text; names in quotation marks say none."""
    plain = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    found = ((match.start(), kind) for kind, pattern in _KIND_PATTERNS if (match := pattern.search(plain)))
    return sorted(found)


def is_imperative(text: str) -> bool:
    """True if the text begins like a clause that asks for something."""
    return IMPERATIVE.match(text) is not None
