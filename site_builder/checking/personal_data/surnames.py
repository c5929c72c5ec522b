"""Chinese surnames, the usual and the very common ones, as facts; a name may have another."""

# The very common ones, which about nine people of ten have.
COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
# The first among these: in most places several people of each are known.
MOST_COMMON = frozenset("王李张刘陈杨赵黄周吴徐孙")
RARE = frozenset(
    "褚窦云柏水喻奚郎昌花俞袁柳酆鲍唐费廉岑薛滕罗毕邬乐皮卞齐元卜平和穆萧湛禹狄米贝明臧计伏戴宋茅熊屈项祝梁阮蓝麻贾娄危郭林钟徐邱骆高"
    "夏蔡田胡霍虞支昝卢经裘缪干应宗丁宣邓郁杭诸崔吉钮嵇滑荣羊惠曲家封芮羿储汲邴糜松井富巫乌巴弓牧隗山全郗班仰秋仲伊宫仇栾暴甘厉戎符束"
    "幸韶郜蓟印宿怀蒲邰从鄂索咸籍卓蔺屠蒙池胥能苍双闻莘党贡劳逄姬扶堵宰郦雍却璩濮寿通扈郏浦尚农别晏瞿充慕连茹习艾鱼容古慎戈庾终暨居衡步都"
    "满弘匡国寇广禄阙东沃利蔚越夔隆师巩厍晁勾敖融冷訾阚那简饶空沙乜养鞠须丰巢蒯相后荆红竺权逯盖益桓公仉岳海佟赫褒商是展么苟楚敬揭冼原覃"
)
SURNAMES = COMMON | RARE
COMPOUND = (
    *(
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "东方",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "轩辕",
        "端木",
    ),
    *("申屠", "淳于", "单于", "独孤", "南宫", "西门", "东郭", "百里", "呼延", "澹台", "赫连", "拓跋"),
)


def find_surname(name: str) -> str:
    """Give the surname of a Chinese name: two characters of a compound one, else the first."""
    return name[:2] if name.startswith(COMPOUND) and len(name) > len(COMPOUND[0]) else name[:1]
