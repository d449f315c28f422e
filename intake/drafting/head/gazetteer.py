"""Provinces and districts by name: how a place is written and what level it has. As of June 2025, before the reform."""

import unicodedata
from typing import Final

from intake.drafting.head.folding import folded

_PROVINCES: Final = (
    "An Giang; Bà Rịa - Vũng Tàu; Bình Dương; Bình Phước; Bình Thuận; Bình Định; Bạc Liêu; Bắc Giang; Bắc Kạn; "
    "Bắc Ninh; Bến Tre; Cao Bằng; Cà Mau; Gia Lai; Hoà Bình; Hà Giang; Hà Nam; Hà Tĩnh; Hưng Yên; Hải Dương; Hậu "
    "Giang; Khánh Hòa; Kiên Giang; Kon Tum; Lai Châu; Long An; Lào Cai; Lâm Đồng; Lạng Sơn; Nam Định; Nghệ An; "
    "Ninh Bình; Ninh Thuận; Phú Thọ; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc "
    "Trăng; Sơn La; Thanh Hóa; Thái Bình; Thái Nguyên; Thừa Thiên Huế; Tiền Giang; Trà Vinh; Tuyên Quang; Tây "
    "Ninh; Vĩnh Long; Vĩnh Phúc; Yên Bái; Điện Biên; Đắk Lắk; Đắk Nông; Đồng Nai; Đồng Tháp"
)
_CITY_PROVINCES: Final = "Cần Thơ; Huế; Hà Nội; Hải Phòng; Hồ Chí Minh; Đà Nẵng"
_DISTRICTS: Final = (
    "A Lưới; An Biên; An Dương; An Lão; An Minh; An Phú; Anh Sơn; Ba Bể; Ba Chẽ; Ba Tri; Ba Tơ; Ba Vì; Buôn Đôn; "
    "Bàu Bàng; Bá Thước; Bác Ái; Bát Xát; Bình Chánh; Bình Gia; Bình Giang; Bình Liêu; Bình Lục; Bình Sơn; Bình "
    "Tân; Bình Xuyên; Bình Đại; Bù Gia Mập; Bù Đăng; Bù Đốp; Bạch Long Vĩ; Bạch Thông; Bảo Lâm; Bảo Lạc; Bảo "
    "Thắng; Bảo Yên; Bắc Bình; Bắc Hà; Bắc Mê; Bắc Quang; Bắc Sơn; Bắc Trà My; Bắc Tân Uyên; Bắc Yên; Bến Cầu; "
    "Bến Lức; Bố Trạch; Cai Lậy; Cam Lâm; Cam Lộ; Can Lộc; Cao Lãnh; Cao Lộc; Cao Phong; Chi Lăng; Chiêm Hóa; "
    "Châu Phú; Châu Thành; Châu Thành A; Châu Đức; Chư Prông; Chư Păh; Chư Pưh; Chư Sê; Chương Mỹ; Chợ Gạo; Chợ "
    "Lách; Chợ Mới; Chợ Đồn; Con Cuông; Càng Long; Cái Bè; Cái Nước; Cát Hải; Cát Tiên; Cô Tô; Côn Đảo; Cù Lao "
    "Dung; Cư Jút; Cư Kuin; Cư M'gar; Cần Giuộc; Cần Giờ; Cần Đước; Cầu Kè; Cầu Ngang; Cẩm Giàng; Cẩm Khê; Cẩm "
    "Mỹ; Cẩm Thủy; Cẩm Xuyên; Cồn Cỏ; Cờ Đỏ; Củ Chi; Di Linh; Diên Khánh; Diễn Châu; Duy Xuyên; Duyên Hải; Dương "
    "Minh Châu; Dầu Tiếng; Ea H'leo; Ea Kar; Ea Súp; Gia Bình; Gia Lâm; Gia Lộc; Gia Viễn; Giang Thành; Giao "
    "Thủy; Gio Linh; Giồng Riềng; Giồng Trôm; Gò Công Tây; Gò Công Đông; Gò Dầu; Gò Quao; Hiệp Hòa; Hiệp Đức; Hoa "
    "Lư; Hoà An; Hoà Bình; Hoài Ân; Hoài Đức; Hoàng Sa; Hoàng Su Phì; Hoằng Hóa; Hà Quảng; Hà Trung; Hàm Thuận "
    "Bắc; Hàm Thuận Nam; Hàm Tân; Hàm Yên; Hòa Vang; Hòn Đất; Hóc Môn; Hưng Hà; Hưng Nguyên; Hương Khê; Hương "
    "Sơn; Hướng Hóa; Hạ Hoà; Hạ Lang; Hải Hà; Hải Hậu; Hải Lăng; Hậu Lộc; Hồng Dân; Hồng Ngự; Hớn Quản; Hữu Lũng; "
    "Ia Grai; Ia H' Drai; Ia Pa; KBang; Khoái Châu; Khánh Sơn; Khánh Vĩnh; Kim Bôi; Kim Bảng; Kim Sơn; Kim Thành; "
    "Kim Động; Kiên Hải; Kiên Lương; Kiến Thuỵ; Kiến Xương; Kon Plông; Kon Rẫy; Krông A Na; Krông Bông; Krông "
    "Búk; Krông Nô; Krông Năng; Krông Pa; Krông Pắc; Kông Chro; Kế Sách; Kỳ Anh; Kỳ Sơn; Lai Vung; Lang Chánh; "
    "Long Hồ; Long Mỹ; Long Phú; Long Thành; Long Điền; Lâm Bình; Lâm Hà; Lâm Thao; Lý Nhân; Lý Sơn; Lương Sơn; "
    "Lương Tài; Lạc Dương; Lạc Sơn; Lạc Thủy; Lạng Giang; Lấp Vò; Lập Thạch; Lắk; Lệ Thủy; Lộc Bình; Lộc Hà; Lộc "
    "Ninh; Lục Nam; Lục Ngạn; Lục Yên; M'Đrắk; Mai Châu; Mai Sơn; Mang Thít; Mang Yang; Minh Hóa; Minh Long; Mèo "
    "Vạc; Mê Linh; Mù Căng Chải; Mường Chà; Mường Khương; Mường La; Mường Lát; Mường Nhé; Mường Tè; Mường Ảng; Mỏ "
    "Cày Bắc; Mỏ Cày Nam; Mộ Đức; Mộc Châu; Mộc Hóa; Mỹ Lộc; Mỹ Tú; Mỹ Xuyên; Mỹ Đức; Na Hang; Na Rì; Nam Giang; "
    "Nam Sách; Nam Trà My; Nam Trực; Nam Đàn; Nam Đông; Nga Sơn; Nghi Lộc; Nghi Xuân; Nghĩa Hành; Nghĩa Hưng; "
    "Nghĩa Đàn; Nguyên Bình; Ngân Sơn; Ngọc Hiển; Ngọc Hồi; Ngọc Lặc; Nho Quan; Nhà Bè; Nhơn Trạch; Như Thanh; "
    "Như Xuân; Ninh Giang; Ninh Hải; Ninh Phước; Ninh Sơn; Nông Cống; Nông Sơn; Núi Thành; Năm Căn; Nậm Nhùn; Nậm "
    "Pồ; Phong Thổ; Phong Điền; Phù Cát; Phù Cừ; Phù Mỹ; Phù Ninh; Phù Yên; Phú Bình; Phú Giáo; Phú Hoà; Phú "
    "Lương; Phú Lộc; Phú Ninh; Phú Quí; Phú Riềng; Phú Thiện; Phú Tân; Phú Vang; Phú Xuyên; Phúc Thọ; Phước Long; "
    "Phước Sơn; Phụng Hiệp; Pác Nặm; Quan Hóa; Quan Sơn; Quang Bình; Quản Bạ; Quảng Hòa; Quảng Ninh; Quảng Trạch; "
    "Quảng Xương; Quảng Điền; Quế Phong; Quế Sơn; Quốc Oai; Quỳ Châu; Quỳ Hợp; Quỳnh Lưu; Quỳnh Nhai; Quỳnh Phụ; "
    "Sa Thầy; Si Ma Cai; Sìn Hồ; Sóc Sơn; Sông Hinh; Sông Lô; Sông Mã; Sơn Dương; Sơn Hà; Sơn Hòa; Sơn Tây; Sơn "
    "Tịnh; Sơn Động; Sốp Cộp; Tam Bình; Tam Dương; Tam Nông; Tam Đường; Tam Đảo; Than Uyên; Thanh Ba; Thanh Bình; "
    "Thanh Chương; Thanh Hà; Thanh Liêm; Thanh Miện; Thanh Oai; Thanh Sơn; Thanh Thuỷ; Thanh Trì; Thiệu Hóa; "
    "Thoại Sơn; Thuận Bắc; Thuận Châu; Thuận Nam; Thuỷ Nguyên; Thái Thụy; Tháp Mười; Thăng Bình; Thường Tín; "
    "Thường Xuân; Thạch An; Thạch Hà; Thạch Thành; Thạch Thất; Thạnh Hóa; Thạnh Phú; Thạnh Trị; Thọ Xuân; Thống "
    "Nhất; Thới Bình; Thới Lai; Thủ Thừa; Tiên Du; Tiên Lãng; Tiên Lữ; Tiên Phước; Tiên Yên; Tiền Hải; Tiểu Cần; "
    "Tri Tôn; Triệu Phong; Triệu Sơn; Trà Bồng; Trà Cú; Trà Ôn; Tràng Định; Trùng Khánh; Trường Sa; Trạm Tấu; "
    "Trảng Bom; Trấn Yên; Trần Văn Thời; Trần Đề; Trực Ninh; Tu Mơ Rông; Tuy An; Tuy Phong; Tuy Phước; Tuy Đức; "
    "Tuyên Hóa; Tuần Giáo; Tánh Linh; Tân Biên; Tân Châu; Tân Hiệp; Tân Hưng; Tân Hồng; Tân Kỳ; Tân Lạc; Tân Phú; "
    "Tân Phú Đông; Tân Phước; Tân Sơn; Tân Thạnh; Tân Trụ; Tân Uyên; Tân Yên; Tây Giang; Tây Hoà; Tây Sơn; Tư "
    "Nghĩa; Tương Dương; Tủa Chùa; Tứ Kỳ; U Minh; U Minh Thượng; Việt Yên; Vân Canh; Vân Hồ; Vân Đồn; Võ Nhai; "
    "Văn Bàn; Văn Chấn; Văn Giang; Văn Lâm; Văn Lãng; Văn Quan; Văn Yên; Vĩnh Bảo; Vĩnh Cửu; Vĩnh Hưng; Vĩnh "
    "Linh; Vĩnh Lộc; Vĩnh Lợi; Vĩnh Thuận; Vĩnh Thạnh; Vĩnh Tường; Vũ Quang; Vũ Thư; Vũng Liêm; Vạn Ninh; Vị "
    "Thuỷ; Vị Xuyên; Vụ Bản; Xuyên Mộc; Xuân Lộc; Xuân Trường; Xín Mần; Yên Bình; Yên Châu; Yên Dũng; Yên Khánh; "
    "Yên Lạc; Yên Lập; Yên Minh; Yên Mô; Yên Mỹ; Yên Phong; Yên Sơn; Yên Thành; Yên Thế; Yên Thủy; Yên Định; Ân "
    "Thi; Ý Yên; Đa Krông; Đam Rông; Đan Phượng; Điện Biên; Điện Biên Đông; Đoan Hùng; Đà Bắc; Đình Lập; Đô "
    "Lương; Đông Anh; Đông Giang; Đông Hưng; Đông Hải; Đông Sơn; Đăk Glong; Đăk Pơ; Đăk Đoa; Đơn Dương; Đạ Huoai; "
    "Đạ Tẻh; Đại Lộc; Đại Từ; Đất Đỏ; Đầm Dơi; Đầm Hà; Đắk Glei; Đắk Hà; Đắk Mil; Đắk R'Lấp; Đắk Song; Đắk Tô; "
    "Định Hóa; Định Quán; Đồng Hỷ; Đồng Phú; Đồng Văn; Đồng Xuân; Đức Cơ; Đức Huệ; Đức Hòa; Đức Linh; Đức Thọ; "
    "Đức Trọng; Ứng Hòa"
)
_TOWNS: Final = (
    "An Khê; An Nhơn; Ayun Pa; Ba Đồn; Buôn Hồ; Bình Long; Bình Minh; Bến Cát; Bỉm Sơn; Cai Lậy; Chơn Thành; Cửa "
    "Lò; Duy Tiên; Duyên Hải; Giá Rai; Gò Công; Hoài Nhơn; Hoàng Mai; Hòa Thành; Hương Thủy; Hương Trà; Hồng "
    "Lĩnh; Kinh Môn; Kiến Tường; Kỳ Anh; La Gi; Long Mỹ; Mường Lay; Mỹ Hào; Nghi Sơn; Nghĩa Lộ; Ngã Năm; Ninh "
    "Hòa; Phú Mỹ; Phú Thọ; Phước Long; Quảng Trị; Quảng Yên; Quế Võ; Sa Pa; Sông Cầu; Sơn Tây; Thuận Thành; Thái "
    "Hoà; Trảng Bàng; Tân Châu; Tịnh Biên; Vĩnh Châu; Điện Bàn; Đông Hòa; Đông Triều; Đức Phổ"
)
_CITIES: Final = (
    "Biên Hòa; Buôn Ma Thuột; Bà Rịa; Bạc Liêu; Bảo Lộc; Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre; Cam Ranh; Cao "
    "Bằng; Cao Lãnh; Châu Đốc; Chí Linh; Cà Mau; Cẩm Phả; Dĩ An; Gia Nghĩa; Huế; Hà Giang; Hà Tiên; Hà Tĩnh; Hòa "
    "Bình; Hưng Yên; Hạ Long; Hải Dương; Hồng Ngự; Hội An; Kon Tum; Lai Châu; Long Khánh; Long Xuyên; Lào Cai; "
    "Lạng Sơn; Móng Cái; Mỹ Tho; Nam Định; Ngã Bảy; Nha Trang; Ninh Bình; Phan Rang-Tháp Chàm; Phan Thiết; Phú "
    "Quốc; Phúc Yên; Phổ Yên; Phủ Lý; Pleiku; Quy Nhơn; Quảng Ngãi; Rạch Giá; Sa Đéc; Sóc Trăng; Sông Công; Sơn "
    "La; Sầm Sơn; Tam Kỳ; Tam Điệp; Thanh Hóa; Thuận An; Thái Bình; Thái Nguyên; Thủ Dầu Một; Thủ Đức; Trà Vinh; "
    "Tuy Hoà; Tuyên Quang; Tân An; Tân Uyên; Tây Ninh; Từ Sơn; Uông Bí; Vinh; Việt Trì; Vĩnh Long; Vĩnh Yên; Vũng "
    "Tàu; Vị Thanh; Yên Bái; Điện Biên Phủ; Đà Lạt; Đông Hà; Đồng Hới; Đồng Xoài"
)
_QUARTERS: Final = (
    "Ba Đình; Bình Thuỷ; Bình Thạnh; Bình Tân; Bắc Từ Liêm; Cái Răng; Cầu Giấy; Cẩm Lệ; Dương Kinh; Gò Vấp; Hai "
    "Bà Trưng; Hoàn Kiếm; Hoàng Mai; Hà Đông; Hải An; Hải Châu; Hồng Bàng; Kiến An; Liên Chiểu; Long Biên; Lê "
    "Chân; Nam Từ Liêm; Ngô Quyền; Ngũ Hành Sơn; Ninh Kiều; Phú Nhuận; Sơn Trà; Thanh Khê; Thanh Xuân; Thốt Nốt; "
    "Tân Bình; Tân Phú; Tây Hồ; Ô Môn; Đống Đa; Đồ Sơn"
)
_LEVELS: Final = (
    ("tỉnh", _PROVINCES),
    ("thành phố", _CITY_PROVINCES),
    ("huyện", _DISTRICTS),
    ("thị xã", _TOWNS),
    ("thành phố", _CITIES),
    ("quận", _QUARTERS),
)
_PROVINCIAL: Final = 2
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


def _by_letters() -> dict[str, dict[str, set[str]]]:
    """Letters without marks → right spelling → levels."""
    found: dict[str, dict[str, set[str]]] = {}
    for level, names in _LEVELS:
        for name in names.split("; "):
            found.setdefault(folded(name), {}).setdefault(name, set()).add(level)
    return found


_NAMES: Final = _by_letters()
_TIGHT: Final = {folded(name).replace(" ", ""): name for _, names in _LEVELS for name in names.split("; ")}
_PROVINCE_NAMES: Final = frozenset(folded(name) for _, names in _LEVELS[:_PROVINCIAL] for name in names.split("; "))


def right_spelling(place: str) -> str:
    """A province's or district's name with its marks put right, if only one has these letters; else ``place``."""
    spellings = _NAMES.get(folded(place), {})
    torn = _TIGHT.get(folded(place).replace(" ", ""), place)
    if not spellings and folded(torn) != folded(place):
        return torn
    if len(spellings) != 1 or any(_toneless(place) == _toneless(name) for name in spellings):
        return place
    return next(iter(spellings))


def levels_of(place: str) -> frozenset[str]:
    """The levels that places of this name have: {"huyện"} for Krông Pa; empty for a commune or an unknown place."""
    return frozenset(level for levels in _NAMES.get(folded(place), {}).values() for level in levels)


def is_province(place: str) -> bool:
    """True for the name of a province or of a city that is run like one."""
    return folded(place) in _PROVINCE_NAMES


def _toneless(name: str) -> str:
    """A name that does not tell where the mark of tone stands: Hoà and Hòa are the same."""
    marks = unicodedata.normalize("NFD", name.lower())
    tones = sorted(mark for mark in marks if mark in _TONES)
    return "".join(mark for mark in marks if mark not in _TONES) + "".join(tones)
