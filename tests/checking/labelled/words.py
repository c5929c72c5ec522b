"""Words of invented lines: names, villages, streets, offices."""

from itertools import product

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "zh": {
        "person": tuple(
            surname + given
            for surname, given in product(
                "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗",
                (
                    "伟",
                    "芳",
                    "建国",
                    "秀英",
                    "敏",
                    "静怡",
                    "丽华",
                    "志强",
                    "军",
                    "桂兰",
                    "勇",
                    "艳红",
                    "杰",
                    "明涛",
                    "玉梅",
                ),
            )
        ),
        "estate": (
            *("阳光小区", "幸福花园", "翠苑三区", "和谐家园", "东方公寓", "河滨新村", "锦绣嘉苑", "供电局家属院"),
            *("龙湖华庭", "桃源湾", "盛世名城", "金域蓝湾", "丽景苑", "安居佳园"),
        ),
        "road": ("建设路", "人民路", "胜利街", "滨江大道", "文化巷", "解放北路", "朝阳西路"),
        "village": ("东河村", "石磨村", "李家湾村", "上坝村", "柳桥村", "王庄村", "青石岭村"),
        "community": ("东门社区", "河滨社区", "新安社区", "柳桥社区"),
        "town": ("渡口镇", "青石乡", "柳桥镇"),
        "hn": ("一", "二", "三", "四", "五", "六", "十一"),
        "office": (
            "xingzheng@ferry.gov.cn",
            "dukou@xz.zj.gov.cn",
            "xxgk@ahferry.gov.cn",
            "tougao@ferrynews.example.com",
        ),
    },
    "en": {
        "person": tuple(
            f"{first} {last}"
            for first, last in product(
                ("Mary", "John", "Wei", "Susan", "Li", "Peter", "Anna", "George", "Rosemary", "Tom"),
                ("Wang", "Smith", "Chen", "Taylor", "Zhao", "Brown", "Liu", "Walker", "Hughes", "Pritchard"),
            )
        ),
        "street": ("Mill Lane", "Station Road", "Old Ferry Road", "High Street", "Orchard Close", "Church Walk"),
        "usstreet": ("Oak Street", "N Maple Ave", "West 4th St", "Lincoln Blvd", "County Road 12"),
        "quarter": ("Sunshine Garden", "River Bend Estate", "Lotus Pond Apartments"),
        "place": ("Ashby", "Ledbury", "Ferryhill", "Much Wenlow", "Stoke Prior"),
        "host": ("qq.com", "163.com", "126.com", "gmail.com", "foxmail.com", "outlook.com", "sina.com", "hotmail.com"),
        "office_en": ("office@townhall.example.org", "clerk@ferry-pc.gov.uk", "press@council.example.net"),
    },
}
