"""Normal names: one name for one party, however clerks and scanners write it."""

import pytest

from intake.drafting.parties import full_name, normal_name

NAMES = {
    # Offices of education, in full, abbreviated, scanned.
    "Phòng Giáo dục và Đào tạo": "Phòng GDĐT",
    "phòng Giáo dục và Đào tạo": "Phòng GDĐT",
    "Phòng Giáo dục & Đào tạo": "Phòng GDĐT",
    "Phòng Giáo dục - Đào tạo": "Phòng GDĐT",
    "Phòng giáo dục đào tạo": "Phòng GDĐT",
    "Phòng GD&ĐT": "Phòng GDĐT",
    "Phòng GD & ĐT": "Phòng GDĐT",
    "Phòng GD-ĐT": "Phòng GDĐT",
    "Phòng GD và ĐT": "Phòng GDĐT",
    "phòng GDĐT": "Phòng GDĐT",
    "PGDĐT": "Phòng GDĐT",
    "PGD&ĐT": "Phòng GDĐT",
    "PGDDĐT": "Phòng GDĐT",
    "PGD": "Phòng GDĐT",
    "Phòng GDÐT": "Phòng GDĐT",
    "Phong Giao duc va Dao tao": "Phòng GDĐT",
    "Phòng Giáo duc và Đào tao": "Phòng GDĐT",
    "Phòng  Giáo dục\nvà Đào tạo": "Phòng GDĐT",
    "- Phòng Giáo dục và Đào tạo;": "Phòng GDĐT",
    "Phòng Giáo dục và Đào tạo (GDĐT)": "Phòng GDĐT",
    "Trưởng phòng Giáo dục và Đào tạo": "Phòng GDĐT",
    "Lãnh đạo Phòng GD&ĐT": "Lãnh đạo Phòng GDĐT",
    "Sở Giáo dục & Đào tạo": "Sở GDĐT",
    "SGDĐT": "Sở GDĐT",
    "SGDDĐT": "Sở GDĐT",
    "Giám đốc Sở Giáo dục và Đào tạo": "Sở GDĐT",
    "Bộ Giáo dục và Đào tạo": "Bộ GDĐT",
    "Bộ trưởng Bộ GDĐT": "Bộ GDĐT",
    "BGDĐT": "Bộ GDĐT",
    # With the place that tells one office from another.
    "Phòng Giáo dục và Đào tạo huyện Ia Pa": "Phòng GDĐT huyện Ia Pa",
    "Phòng GD&ĐT thị xã Sa Pa": "Phòng GDĐT thị xã Sa Pa",
    "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN IA PA": "Phòng GDĐT huyện Ia Pa",
    "Phòng GD&ĐT Sông Hinh": "Phòng GDĐT Sông Hinh",
    "Sở Giáo dục và Đào tạo Phú Yên": "Sở GDĐT Phú Yên",
    "SỞ GIÁO DỤC VÀ ĐÀO TẠO": "Sở GDĐT",
    "Sở GDĐT tỉnh Bà Rịa - Vũng Tàu": "Sở GDĐT tỉnh Bà Rịa - Vũng Tàu",
    "Phòng GDĐT các huyện, thị xã, thành phố": "Phòng GDĐT",
    "Phòng GDĐT huyện": "Phòng GDĐT",
    # Other departments and divisions.
    "Sở Tài chính": "Sở Tài chính",
    "Sở KH&ĐT": "Sở Kế hoạch và Đầu tư",
    "Sở Kế hoạch & Đầu tư": "Sở Kế hoạch và Đầu tư",
    "Sở TT&TT": "Sở Thông tin và Truyền thông",
    "Sở LĐ-TB&XH": "Sở Lao động – Thương binh và Xã hội",
    "Sở Lao động - Thương binh và Xã hội": "Sở Lao động – Thương binh và Xã hội",
    "Sở Văn hoá, Thể thao và Du lịch": "Sở Văn hóa, Thể thao và Du lịch",
    "Sở VH,TT&DL": "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Nông nghiệp và Môi trường": "Sở Nông nghiệp và Môi trường",
    "Sở Nông nghiệp & PTNT": "Sở Nông nghiệp và Phát triển nông thôn",
    "Phòng Tài chính - Kế hoạch": "Phòng Tài chính – Kế hoạch",
    "Phòng TC-KH": "Phòng Tài chính – Kế hoạch",
    "Phòng Văn hóa - Xã hội": "Phòng Văn hóa – Xã hội",
    "Phòng Văn hóa và Xã hội": "Phòng Văn hóa – Xã hội",
    "Phòng VH-XH": "Phòng Văn hóa – Xã hội",
    "Phòng Văn hóa - Xã hội xã Nậm Cần": "Phòng Văn hóa – Xã hội xã Nậm Cần",
    "Phòng Kinh tế, Hạ tầng và Đô thị": "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Phòng Văn hóa, Khoa học và Thông tin": "Phòng Văn hóa, Khoa học và Thông tin",
    "Phòng Quản lý chất lượng": "Phòng Quản lý chất lượng",
    "Phòng Giáo dục Mầm non": "Phòng Giáo dục Mầm non",
    "Phòng GDMN": "Phòng Giáo dục Mầm non",
    "các sở, ban, ngành": "Sở, ban, ngành",
    "Các Sở, ngành": "Sở, ban, ngành",
    "Thủ trưởng các sở, ban, ngành": "Sở, ban, ngành",
    # People's committees before and after July 2025.
    "Ủy ban nhân dân tỉnh": "UBND tỉnh",
    "Uỷ ban nhân dân Tỉnh": "UBND tỉnh",
    "Chủ tịch UBND tỉnh": "UBND tỉnh",
    "UBND tỉnh Khánh Hòa": "UBND tỉnh Khánh Hòa",
    "ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA": "UBND tỉnh Khánh Hòa",
    "UBND thành phố Hải Phòng": "UBND thành phố Hải Phòng",
    "UBND TP. Nha Trang": "UBND thành phố Nha Trang",
    "UBND TP Vinh": "UBND thành phố Vinh",
    "Ủy ban nhân dân các huyện, thị xã, thành phố": "UBND huyện",
    "UBND các quận, huyện, thị xã": "UBND huyện",
    "UBND huyện, thành phố": "UBND huyện",
    "UBND cấp huyện": "UBND huyện",
    "Chủ tịch UBND các huyện, thành phố": "UBND huyện",
    "UBND các xã, thị trấn": "UBND xã",
    "UBND cấp xã": "UBND xã",
    "UBND các xã, phường, đặc khu": "UBND xã",
    "Chủ tịch UBND các xã, phường": "UBND xã",
    "UBND xã Chư Rcăm": "UBND xã Chư Rcăm",
    "UBND phường 5": "UBND phường 5",
    "UBND đặc khu Phú Quý": "UBND đặc khu Phú Quý",
    "UBND các cấp": "UBND các cấp",
    "UBND các tỉnh, thành phố trực thuộc Trung ương": "UBND tỉnh",
    "Chánh Văn phòng UBND tỉnh": "Văn phòng UBND tỉnh",
    # Schools as a class and by name.
    "các cơ sở giáo dục mầm non": "cơ sở GDMN",
    "các cơ giáo dục mầm non": "cơ sở GDMN",
    "Cơ sở GD mầm non": "cơ sở GDMN",
    "các cơ sở GDMN tư thục": "cơ sở GDMN tư thục",
    "các trường mầm non": "trường mầm non",
    "Hiệu trưởng các trường mầm non": "trường mầm non",
    "các trưòng Mầm non": "trường mầm non",
    "các trường mầm non trên địa bàn huyện": "trường mầm non",
    "các trường mầm non công lập": "trường mầm non công lập",
    "các trường THCS": "trường THCS",
    "nhóm, lớp mầm non độc lập": "nhóm, lớp mầm non độc lập",
    "trường MN Bình Minh": "Trường MN Bình Minh",
    "Trường Mẫu giáo xã Chư Drăng": "Trường Mẫu giáo xã Chư Drăng",
    "Hiệu trưởng Trường Mầm non Hoa Ban": "Trường Mầm non Hoa Ban",
    "Mầm non Hoa Ban": "Mầm non Hoa Ban",
    "trường Tiểu học số 2 Hoà Xuân": "Trường Tiểu học số 2 Hoà Xuân",
    "Trường Mầm non 19/5": "Trường Mầm non 19/5",
    "TRƯỜNG MẦM NON HOA BAN": "Trường mầm non Hoa Ban",
    "Trường CĐSP Trung ương-Nha Trang": "Trường CĐSP Trung ương-Nha Trang",
    # Others.
    "Ban chỉ đạo PCGD-XMC các cấp": "Ban chỉ đạo PCGD-XMC các cấp",
    "BGH": "Ban giám hiệu",
    "GVCN": "Giáo viên chủ nhiệm",
    "Ban Giám hiệu nhà trường": "Ban Giám hiệu",
    "các cơ quan, đơn vị có liên quan": "cơ quan, đơn vị liên quan",
    "Ban chất lượng Giáo dục mầm non huyện": "Ban chất lượng GDMN huyện",
    "Hội Liên hiệp Phụ nữ tỉnh": "Hội Liên hiệp Phụ nữ tỉnh",
    "Công ty CP Sách": "Công ty CP Sách",
    "tổ dân phố": "Tổ dân phố",
    "": "",
}


@pytest.mark.parametrize(("printed", "name"), NAMES.items())
def test_normal_name_is_one_for_one_party(printed: str, name: str) -> None:
    assert normal_name(printed) == name


@pytest.mark.parametrize("name", sorted(set(NAMES.values())))
def test_normal_name_of_a_normal_name_is_itself(name: str) -> None:
    assert normal_name(name) == name[:1].upper() + name[1:] or normal_name(name) == name


@pytest.mark.parametrize(
    ("name", "issuer", "meant"),
    [
        ("Sở", "Phòng GDĐT", "Sở GDĐT"),
        ("Sở", "Sở Nội vụ", "Sở Nội vụ"),
        ("Phòng", "Phòng Văn hóa – Xã hội", "Phòng Văn hóa – Xã hội"),
        ("Bộ", "Bộ Xây dựng", "Bộ Xây dựng"),
        ("Bộ", "Sở GDĐT", "Bộ GDĐT"),
        ("Lãnh đạo Sở", "Sở GDĐT", "Lãnh đạo Sở GDĐT"),
        ("lãnh đạo", "Phòng GDĐT", "Lãnh đạo Phòng GDĐT"),
        ("Phòng", "UBND xã", "Phòng"),
        ("Sở", None, "Sở"),
        ("Sở Nội vụ", "Sở GDĐT", "Sở Nội vụ"),
        ("cơ sở GDMN", "Phòng GDĐT", "cơ sở GDMN"),
    ],
)
def test_full_name_is_the_office_that_the_issuer_means(name: str, issuer: str | None, meant: str) -> None:
    assert full_name(name, issuer) == meant
