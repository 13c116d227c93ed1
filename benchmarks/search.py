"""How fast a citizen's words are answered with 100,000 service items in one process."""

import gc
import itertools
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.figures import Figure, at_most, observed, percentile, report
from mobile_api.guides.loading import read_catalogue
from mobile_api.guides.schemas import Catalogue
from mobile_api.guides.search import SearchDocument, SearchEngine
from mobile_api.guides.search.documents import of_catalogue

BENCH = "search"
ITEMS = 100_000
ROUNDS = 40
TARGET_P99 = 2.0
DEMO_CITY = Path("mobile_api/guides/demo_city")

PLACES = [
    f"{name}{kind}" for name in (
        "东城 西关 南湖 北坡 城关 新安 太平 兴隆 长乐 永宁 平安 和顺 龙泉 凤凰 石桥 柳林 "
        "青山 白云 高家 李庄 三里 五里 双河 清水 临江 望海 开元 建设 解放 人民 文化 胜利"
    ).split() for kind in ("街道", "镇", "乡")
]
OBJECTS = (
    "取水 河道采砂 林木采伐 种子生产经营 农药经营 兽药经营 动物诊疗 渔业捕捞 水产苗种 生鲜乳收购 "
    "烟花爆竹经营 危险化学品经营 特种设备使用 计量器具 检验检测 药品零售 医疗器械经营 医疗机构执业 "
    "放射诊疗 母婴保健 饮用水供水 出版物零售 印刷经营 电影放映 文物保护 营业性演出 旅行社分社 "
    "民办学校 教师资格 校车使用 劳务派遣 人力资源服务 职业培训 社会团体 民办非企业单位 慈善组织 "
    "养老机构 殡葬设施 房地产开发企业资质 商品房预售 物业服务 燃气经营 供热经营 城市道路挖掘 "
    "占用绿地 建筑垃圾处置 生活垃圾处理 户外广告 公路超限运输 网络预约出租汽车 道路客运 机动车维修 "
    "驾驶员培训 船舶检验 港口经营 水上水下活动 排污口设置 危险废物经营 辐射安全 环境影响评价 节能审查 "
    "粮食收购 食盐批发 成品油零售 拍卖业务 典当业 对外贸易 外商投资 技术合同 高新技术企业 专利资助"
).split()
VERBS = (
    "许可 备案 登记 审批 核准 认定 变更 延续 注销 补办 年度报告 资格确认 补贴发放 信息查询 证明开具"
).split()

FOUND = (
    "身份证丢了 公积金提取 开饭店办什么证 孩子上户口 驾照到期 房产证过户 社保转移 卖烟 结婚登记 "
    "取水许可怎么办 教师资格认定 龙泉镇燃气经营许可 危险化学品经营许可证延续 我想问一下残疾人补贴怎么申请呢"
).split()
TYPOS = "刻公张 公积今提取 驾使证换证 无犯最证明 营业执招 危验化学品经营 社会团休登记 食品经营许克".split()
PINYIN = "gongjijintiqu shenfenzheng huzhao gjj sfz gjjtq jiaoshizige qushuixuke yingyezhizhao".split()
NOTHING = "今天天气怎么样 帮我写首诗 股票行情 asdfgh qwerty 火星移民怎么报名 1234567 hello".split()
PREFIXES = "身 身份 公积 g gj gong sfz 营业 开 取水 jiaoshi 龙泉镇 危险化 y 社保".split()


def documents(number: int = ITEMS) -> list[SearchDocument]:
    """The demo city's catalogue and synthetic items, `number` in all."""
    real = list(of_catalogue(Catalogue.model_validate(read_catalogue(DEMO_CITY))))
    combinations = itertools.product(PLACES, OBJECTS, VERBS)
    synthetic = (
        SearchDocument("item", f"s-{count}", f"{place}{thing}{verb}", (f"{thing}{verb}",), related=(thing,))
        for count, (place, thing, verb) in enumerate(combinations)
    )
    return [*real, *itertools.islice(synthetic, number - len(real))]


def _milliseconds(call: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        for query in queries:
            start = time.perf_counter()
            call(query)
            times.append((time.perf_counter() - start) * 1000)
    return times


def run(number: int = ITEMS) -> list[Figure]:
    """Build once, then the half and the slowest hundredth of each kind of query, in ms."""
    all_documents = documents(number)
    start = time.perf_counter()
    engine = SearchEngine.build(all_documents)
    figures = [
        observed(BENCH, "items", len(all_documents), "items"),
        observed(BENCH, "build", time.perf_counter() - start, "s"),
    ]
    # What was just built stays for good: the collector need not walk it during a query.
    gc.collect()
    gc.freeze()
    kinds = {"found": FOUND, "typo": TYPOS, "pinyin": PINYIN, "nothing": NOTHING}
    calls: dict[str, Callable[[str], object]] = dict.fromkeys(kinds, engine.search)
    for kind, queries in {**kinds, "suggest": PREFIXES}.items():
        times = _milliseconds(calls.get(kind, engine.suggest), queries)
        figures.append(observed(BENCH, f"{kind} p50", percentile(times, 0.5), "ms"))
        figures.append(at_most(BENCH, f"{kind} p99", percentile(times, 0.99), "ms", TARGET_P99))
    return figures


if __name__ == "__main__":
    print(report(run()))  # noqa: T201 - a benchmark reports on standard output
