"""The closed word lists of a service guide, each word with the Chinese that people read."""

from enum import StrEnum


class Labelled(StrEnum):
    """A code for machines that carries its Chinese name in `label`."""

    label: str

    def __new__(cls, value: str, label: str) -> "Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ItemType(Labelled):
    """事项类型 that a person can apply for; codes of GB/T 39554.1 are in `codes.py`."""

    PERMIT = "permit", "行政许可"
    PAYMENT = "payment", "行政给付"
    CONFIRMATION = "confirmation", "行政确认"
    REWARD = "reward", "行政奖励"
    RULING = "ruling", "行政裁决"
    OTHER_POWER = "other_power", "其他行政权力"
    PUBLIC_SERVICE = "public_service", "公共服务"


class Postage(Labelled):
    """邮费: who pays for posting a result."""

    FREE = "free", "免费邮寄"
    RECEIVER_PAYS = "receiver_pays", "邮费到付"


class UseLevel(Labelled):
    """行使层级: which level of government decides."""

    NATION = "nation", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWN = "town", "镇(乡、街道)级"
    VILLAGE = "village", "村(社区)级"


class ItemState(Labelled):
    """事项状态: cancelled items stay readable for old cases and leave the lists."""

    IN_USE = "in_use", "在用"
    SUSPENDED = "suspended", "暂停"
    CANCELLED = "cancelled", "取消"


class Audience(Labelled):
    """服务对象."""

    NATURAL_PERSON = "natural_person", "自然人"
    LEGAL_ENTITY = "legal_entity", "企业法人"
    SOLE_TRADER = "sole_trader", "个体工商户"
    PUBLIC_INSTITUTION = "public_institution", "事业法人"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织法人"
    UNINCORPORATED = "unincorporated", "非法人企业"
    GOVERNMENT_BODY = "government_body", "行政机关"


class HandleType(Labelled):
    """办件类型."""

    INSTANT = "instant", "即办件"
    PROMISED = "promised", "承诺件"


class LimitUnit(Labelled):
    """Unit of a limit; 行政许可法 art. 82 counts working days, some laws count every day."""

    WORKING_DAY = "working_day", "个工作日"
    CALENDAR_DAY = "calendar_day", "日"


class OnlineLevel(Labelled):
    """网上办理深度: decides which calls are allowed for an item."""

    PUBLISHED_ONLY = "published_only", "事项公开"
    PRE_REVIEW = "pre_review", "在线预审"
    FULLY_ONLINE = "fully_online", "全程网办"


class FourDoClass(Labelled):
    """四办."""

    AT_ONCE = "at_once", "马上办"
    ONLINE = "online", "网上办"
    NEARBY = "nearby", "就近办"
    ONE_TRIP = "one_trip", "一次办"


class HandoffMode(Labelled):
    """跨省通办 modes of 国办发〔2020〕35号."""

    FULLY_ONLINE = "fully_online", "全程网办"
    COLLECTED_ON_BEHALF = "collected_on_behalf", "异地代收代办"
    JOINT = "joint", "多地联办"


class MaterialForm(Labelled):
    """How a material reaches the office."""

    E_LICENCE = "e_licence", "电子证照"
    SHARED = "shared", "数据共享"
    E_FORM = "e_form", "电子表单"
    INFORMATION = "information", "信息填报"
    ELECTRONIC = "electronic", "电子文件"
    PAPER = "paper", "纸质原件"
    ON_SITE = "on_site", "现场采集"


class MaterialSource(Labelled):
    """来源渠道."""

    APPLICANT = "applicant", "申请人自备"
    DATA_SHARING = "data_sharing", "部门数据共享"
    THIRD_PARTY = "third_party", "由其他机构直接提交"


class FieldType(Labelled):
    """Kinds of fields in the one form (一表通)."""

    TEXT = "text", "文字"
    LONG_TEXT = "long_text", "多行文字"
    NUMBER = "number", "数字"
    DATE = "date", "日期"
    CHOICE = "choice", "单选"
    PERSON_NAME = "person_name", "姓名"
    LATIN_NAME = "latin_name", "姓名的拼音或者外文字母"
    ID_NUMBER = "id_number", "公民身份号码"
    PHONE = "phone", "手机号码"
    ADDRESS = "address", "地址"
    SOCIAL_CREDIT_CODE = "social_credit_code", "统一社会信用代码"
    BANK_ACCOUNT = "bank_account", "银行账号"


class FieldSource(Labelled):
    """Where the value of a field comes from; what is known must not be asked again."""

    APPLICANT = "applicant", "申请人填写"
    ACCOUNT = "account", "实名信息带入"
    E_LICENCE = "e_licence", "电子证照带入"


class FieldSubject(Labelled):
    """Whom a field of the form is about; a principal has another person file for them."""

    APPLICANT = "applicant", "申请人"
    PRINCIPAL = "principal", "被代办人"


class LifeEvent(Labelled):
    """主题分类: what happens in the life of a person or an enterprise.

    After the themes for natural and legal persons of 国办函〔2016〕108号, some of them joined; a
    value is never taken away, because published catalogues hold it.
    """

    BIRTH = "birth", "生育"
    HOUSEHOLD = "household", "户籍"
    IDENTITY = "identity", "证件"
    MARRIAGE = "marriage", "婚姻"
    TRAVEL = "travel", "出入境"
    WORK = "work", "就业社保"
    MEDICAL = "medical", "医疗"
    HOUSING = "housing", "住房"
    DRIVING = "driving", "驾驶与车辆"
    RETIREMENT = "retirement", "退休养老"
    DISABILITY = "disability", "扶残助困"
    STARTING_BUSINESS = "starting_business", "开办企业"
    RUNNING_BUSINESS = "running_business", "经营许可"
    CONSTRUCTION = "construction", "投资建设"
    CLOSING_BUSINESS = "closing_business", "注销退出"
    EDUCATION = "education", "教育科研"
    QUALIFICATION = "qualification", "职业资格"
    VETERANS = "veterans", "入伍服役与优待抚恤"
    DEATH = "death", "死亡殡葬"
    LEGAL_SERVICE = "legal_service", "司法公证"
    ASSOCIATIONS = "associations", "社会组织"
    ETHNICITY_AND_RELIGION = "ethnicity_and_religion", "民族宗教"
    CULTURE_AND_SPORT = "culture_and_sport", "文化体育与旅游"
    FARMING = "farming", "农林牧渔"
    ENVIRONMENT = "environment", "环保绿化"
    WATER_AND_UTILITIES = "water_and_utilities", "水务与公用事业"
    TRANSPORT = "transport", "交通运输"
    SAFETY = "safety", "公安消防与安全生产"
    TAX = "tax", "税收财务"


class Confidence(Labelled):
    """How sure the editors are of an entry."""

    HIGH = "high", "已核对"
    MEDIUM = "medium", "待核对"
    LOW = "low", "存疑"
