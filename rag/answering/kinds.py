"""What a question asks for: its kind (a fact, a list, a definition …) and the type of its answer.

Patterns are tried in order, the first that matches decides; simplified script is assumed. Chinese and
English stand side by side, since an English question is answered from the same Chinese text.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """The shape of the answer wanted."""

    FACT = "fact"
    LIST = "list"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    HOW = "how"
    WHY = "why"


class AnswerType(StrEnum):
    """What the answer itself is made of."""

    PERSON = "person"
    ROLE = "role"
    TIME = "time"
    DURATION = "duration"
    AGE = "age"
    MONEY = "money"
    PERCENT = "percent"
    AREA = "area"
    LENGTH = "length"
    PHONE = "phone"
    ADDRESS = "address"
    NUMBER = "number"
    PLACE = "place"
    ORGANISATION = "organisation"
    SCHOOL = "school"
    ANY = "any"


_TYPES: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (answer_type, re.compile(pattern, re.IGNORECASE))
    for answer_type, pattern in (
        (
            AnswerType.ADDRESS,
            r"(哪|什么)条?(路|街)(的)?(几|多少)号|(?<!邮箱)(?<!网站)(?<!网络)地址|门牌|(?<!mail )(?<!web )\baddress\b",
        ),
        (
            AnswerType.PHONE,
            r"(电话|热线|手机)(号码?)?(是多少|是什么|多少|几)|^(?!.*谁).*(联系)?电话(号码?)?[？?]?$"
            r"|\bphone|telephone|\bhotline\b|\b(?:mobile|contact) number\b|number (?:should|do|can) (?:I|we) (?:call|dial)",
        ),
        (
            AnswerType.AGE,
            r"多大(年纪|岁数|了)|(?<=今年)多大[？?呀啊呢]*$|年龄(?!段|层|结构)|几岁|多少岁|岁数|how old|\bage\b",
        ),
        (
            AnswerType.MONEY,
            r"几块钱|[贷罚捐存欠]多少款|几[元块角毛][？?呀啊呢]*$|多少(万|亿)?(钱|块(?=[钱？?呀啊呢了]|$)|元|美元|经费|资金|预算|投资)|(金额|资金|预算|投资额?|投入|经费|费用|花费|造价"
            r"|[^免白浪消耗缴]费|[水电气房油票]价|工资|薪水|月薪|年薪|租金|补贴|奖金|价格|票价|门票|营业额|产值|收入|成本)"
            r"(总?额|一共|总共|大概|大约)*(是|为|有|达|到)?(多少|几)(?!个(?!亿)|人(?!民币)|[名次位家户辆台件棵只头条项支所座亩号月日天年点级类种批期份张倍])|how much(?! (?:time|water|land|area|space|waste|sewage|rain|rice|grain|power|electricity)\b)|(?<![棉鲜])花了?多少(?!时间|小时|分钟|天|[亩朵盆])|掏了?多少|要多少钱"
            r"|budget|salary|\bcosts?\b|price"
            r"|^what (?:is|are|was) (?:the )?(?:[\w'-]+ ){0,4}(?:fees?|fares?|deposit|rent|tuition|wages?|fine|pension|allowance|subsidy)\b"
            r"|(?:津贴|[押定罚险积约证恤酬养]金|罚款|月租|房租|[定单标报限均]价|成交价|[^车选投发传支钞邮彩]票|(?:收费|补贴|补助|津贴|低保|发放|补偿|缴费|赔偿|处罚|工资|待遇)标准)(?:是|为|有)?多少(?!个|人|名|次|家|户|年|天|张|种|项)"
            r"|(?:费|金|津贴|补贴|补助|工资|票|低保|停车)(?:每|一)(?:个月|人|月|年|天|次|小时|度|吨|张|餐|平米|平方米?|台)+(?:是|要|能|可以)*[领拿补发交缴]?多少[？?]*$|(?:[罚补贷缴]|[领拿]到?|最[多高](?:能|可以)?[报收赔])多少[？?]*$",
        ),
        (
            AnswerType.PERCENT,
            r"百分之几|百分之多少|比例|占比|[^频]率(是|有|为|达)?(多少|多高)|percent|proportion",
        ),
        (
            AnswerType.AREA,
            r"面积|(?:多少|几)(平方|平米|亩|公顷)|占地|how large|square (?:met|kilomet|km|m\b|feet|miles)|\barea of",
        ),
        (
            AnswerType.DURATION,
            r"(?:期限?|时限|时间|时长|年限|寿命|假|间隔|历史|片长)(?:一般|最长|最多|大概|是|有|为|能|要)*多长",
        ),
        (
            AnswerType.LENGTH,
            r"多长(?!时间)|多远|有多[宽深厚](?!的)|(?:多少|几)(公里|千米|米|里)|全长|how long (?:is|are) the (?:[\w'-]+ ){0,3}?(?:road|avenue|street|bridge|tunnel|river|trail|wall|route|canal|dam)\b"
            r"|how (?:far|wide|tall|high|deep)\b|how many (?:kilomet|met|mile)",
        ),
        (
            AnswerType.DURATION,
            r"多久|多长时间|(?<![哪近这前去十好])几(?:年(?!级)|天(?!前)|日(?=之?内)|个月(?!前)|个?小时|分钟|个?星期|个?工作日)|提前几[天日]|多少个?(?:分钟|工作日|星期)|多少日|多少年|多少天|多少(个)?(月|小时)|为期|how long"
            r"|how many (?:working |business )?(?:years?|months?|weeks?|days?|hours?|minutes?)\b(?! old)|how much time",
        ),
        (
            AnswerType.TIME,
            r"什么时候|什么时间|何时|(?:周|星期|礼拜)几(?!天)|哪[一几]?[年天月日]|几月|(?<![第打拨拔住坐])几号(?!线|楼|馆|厅|门|窗|室|院|[出入]口|站台|车间|车厢|厂房|诊室|教室|会议室|办公室|病房|房(?![贷租产])|桌|柜|库|桥|文)|(?<!哪)几点(?!要求|建议|意见|想法|体会|注意|说明|原因|启示|看法|经验|措施|内容|感想|希望)|多会儿|啥时候|啥个?辰光|几时|何年|何月|日期|时间是|哪个?(年份|月份|时候)"
            r"|(?:^|\b(?:know|tell (?:me|us)|say|and|but|so|since|until|till|from|by) |[,;] ?)when\b|what (date|year|day|month|time)|which (year|day|date|month)|in what year|(?:opening|office|business|visiting|working) hours|\bdeadline\b",
        ),
        (
            AnswerType.ROLE,
            r"(什么|何|啥|哪个)(职务|职位|身份|头衔|职业|官|工作|岗位)|职务(是|为)|担任(了)?(什么|何|啥)|是干(什么|啥)的"
            r"|what (position|post|job|role|title)",
        ),
        (
            AnswerType.PERSON,
            r"(?<![与和跟同])谁(?!可(?!能)|不用|不必|享受|优先)(?!都?(?:可以|能(?!力)|有资格|有权|需要|应当|应该|必须|不能))|哪(一)?位|哪(几|些)位|哪个人|何人|(?:什么|啥|边个)人(?!都?(?:可以|能(?!力)|有资格|有权|需要|应当|应该|必须|不能)|[员群才数口])|(?<![周街岸村])边个|(?<!书)(?<!品牌)(?<!项目)(人|长|者|员|师|徒|记|任|理|弟|子|女|生|支书|会计|[村居市]民|[农店]户|老板|店主|司机|干部|法官|教授|专家|大[爷妈娘叔婶嫂哥姐]|奶奶|爷爷|阿姨|工匠|[民交刑]警)叫(什么|啥)|(书记|主任|经理|主席|(?<![增特全生延专擅周波身总])长|记者|编辑|作者|负责人|主持人|总监|教练|创始人|委员)(的?名字)?(是|叫)(什么|啥|哪)(?!原因|时候|里|儿|年|学历|专业|级别|职)|姓名|姓(什么|啥)|\bwho(se|m)?\b",
        ),
        (AnswerType.SCHOOL, r"哪[一几]?[所家个]?(?:大学|中学|小学)(?!生)"),
        (
            AnswerType.ORGANISATION,
            r"(哪(一)?[家个些]?|(?<![为凭])什么)[^，。？和与]{0,4}?(单位|公司|企业|集团|部门|机构|医院|媒体|组织(?!形|架|方|结|者)|学校|大学|报社|报纸|出版社|(?<![格布结])局(?![面势限])|法庭|法院)"
            r"|(单位|公司|企业|集团|部门|机构|医院|媒体|学校|大学)(都|分别)?(有|是|包括)哪[几些家]"
            r"|which (company|unit|organi[sz]ation|department|hospital|bureau|institution)",
        ),
        (
            AnswerType.PLACE,
            r"哪里|哪儿|在哪(?!.{0,3}(方面|领域|阶段|环节))|何处|什么地方|啥地方|哪国(?=[人队选球])|哪一?[个座条](?:岛|山|湖|河|江|峰)|地点|地址|位于|(哪(一)?[个座条]?|(?<![为凭])什么)(区(?![别分])|县|镇|乡|村|城市|市(?![场民值])|省|国家|社区"
            r"|居民区|小区|会场|公园|广场(?!舞)|街道|路(?![径子线牌灯])|地方|地区|场所|场馆|产业基地|基地)(?!级)|\bwhere\b|(which|what) (town|city|village|district|street|road|place|country)",
        ),
        (
            AnswerType.NUMBER,
            r"多少|(?<!哪)几(?=[个家名位项条支种类次大座件本份所处步级层人届批户辆台场间根方对棵只款轮篇栋幢套颗枚艘架幅首头株片集期节册组例门口回吨倍字排盒瓶张针趟粒桌杯盘局])|几点(?=要求|建议|意见|想法|体会|启示|看法|经验|措施|希望)|数量|总数|人数|how many|number of",
        ),
    )
)

# What is asked for without a word that asks, as people type into a search box: 南翔镇 网格数量.
_BARE: tuple[tuple[AnswerType, re.Pattern[str]], ...] = tuple(
    (answer_type, re.compile(rf"(?:{nouns})[？?。 ]*$"))
    for answer_type, nouns in (
        (AnswerType.TIME, "时间|日期|年份"),
        (AnswerType.PERCENT, "[^频效]率|比例|占比"),
        (
            AnswerType.MONEY,
            "营收|票房|产值|总额|造价|租金|票价|工资|经费|金额|奖金|利润|售价|定价|市值|身价|融资额",
        ),
        (AnswerType.DURATION, "时长|片长|工期"),
        (AnswerType.LENGTH, "[深高长宽]度|里程|海拔|轴距"),
        (AnswerType.NUMBER, "数量|总数|[人个户次台件条篇辆棵]数|[产销出进交][^，。]{0,4}量"),
        (AnswerType.ROLE, "职务|职位|身份"),
        (
            AnswerType.PERSON,
            "书记|主任|经理|主席|[镇区县市省村校院会馆局厅台站所社队]长|董事长|总裁|总监|教练|主帅|记者|编辑|作者"
            "|导演|编剧|[主男女]演|[男女]主角?|主演员|主唱|原唱|演唱者|得主|负责人|主持人|创[始办]人",
        ),
        (AnswerType.PLACE, "地点|所在地"),
        (AnswerType.ADDRESS, "地址|门牌"),
    )
)
_ASKS = re.compile(
    r"[谁何哪几吗呢么啥咋]|多[少长久大高远]|什么|怎|是否|是不是|有没有|[a-z]{3,} [a-z]", re.IGNORECASE
)

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.WHY,
            r"为什么|因何|干嘛(?=[停要不关涨收])|[怎咋]么?(?:还[没不]|又[停涨关]|[停涨关降][^，]{0,4}了)|[咋怎]么?(想起来|想到|会想|就想)|为何|为啥|缘何|图个?啥|图个什么|图的是?(啥|什么)|图什么(?=[？?呢呀啊]|$)|凭啥|凭什么(?![证票领入进])|什么原因|原因(是|有|在)|\bwhy\b",
        ),
        (
            Kind.DEFINITION,
            r"^(请问|那|那么|你知道|我想知道|说说|讲讲|解释一下|请解释(一下)?|介绍一下|请介绍(一下)?)?[，,]?"
            r"(什么是|何为|何谓|何是|什么叫(做)?|啥是|啥叫|所谓的?)"
            r"|.{2,20}是怎么?样的一[个种座家项间条][^，？?]{1,6}[？?。]*$"
            r"|.{2,20}是一?个?(什么|怎样|怎么样)样?的?(项目|工程|计划|组织|地方|东西|活动|机构|平台|概念|做法|机制|制度)[？?。]*$"
            r"|[”》」]指的?(是)?(什么|怎)样?的[^，？?]{1,8}[？?。]*$|.{2,20}是一[个种项套](什么|怎样|怎么)样?的\w{2,6}[？?。]*$"
            r"|^[^的，,]{2,20}(是什么意思|是什么[呀啊呢]?[？?。]*$|是啥[？?]?$|是啥意思|是个啥|是个什么|是一?[个种]?(什么|怎样|怎么样)样?的?(项目|工程|计划|组织|地方|东西|东东|玩意|活动|机构|平台|概念|做法|机制|制度)|指(的)?(是)?什么|指啥|的(含义|意思|定义)|是怎么一?回事)"
            r"|[”》」](?:字|一词|一说|这个词|这个说法)?(的?意思是什么|指的?(是|就是)?(什么|啥)|是?什么意思|是怎么一?回事|(该|应该|要|又)?(是)?(怎么|如何)(解释|定义|理解)的?)[？?]?$"
            r"|^(介绍(?!信)|解释(?!权)|说说|讲讲|说明(?![书会]))(一下|下)?|^what('s| is| are| does) (the |a |an )?[^?]*?(mean|stand for|refer to)"
            r"|^what('s| is| are) (the |a |an )?(?!.*\b(of|for|in|at|by|name|number|date|title|position)\b)[^?]{1,60}\??$|^define\b|^explain\b",
        ),
        (
            Kind.LIST,
            r"哪些|哪几(?![年月天])|哪[两二三四五六七八九十\d]+(?!个?字)|分别(是|有|指|为|叫|由|与|和|对应|代表)|(?:各自?|分别)(?:要|收|需要|得)?(?:多少|几)|各自?(是|有|指|为|叫|代表)(什么|啥|哪|谁)|包括(了)?(什么|啥|哪)|包含(了)?(什么|啥|哪)|都有(什么|谁|啥)|有(什么|啥)(内容|项目|种类"
            r"|服务|设施|功能|特色|优势|部分|类型)|列举|列出|有谁|[带交备做学写看拿]些(什么|啥)|都(是|叫)(谁|什么|啥)|(由|是)(什么|啥)组成|\blist\b|which [\w\s-]{2,40}? (are|were|have)\b|which (two|three|four|five|six|seven|eight|\d+)\b"
            r"|what are (the|all)|name the|(what|which) ([\w-]+ ){0,3}(services|units|projects|directions|areas|types|kinds|names|communities|villages|companies)\b",
        ),
        (
            Kind.YES_NO,
            r"吗[？?。！!]*$|(?<![要差来对])不[？?]*$|要不要|需不需要|用不用|能否|可否|(?<![什怎这那多要])么[？?]*$|(?!动不动|时不时)([一-鿿])不\1|(?<![淹沉出吞埋湮])没[？?]*$|(?<![酒网茶书氧])吧[？?]*$|有无(?!障碍|线|烟|偿|人[机车])|是否|是不是|有没有|能不能|可不可以|会不会|对不对|对吧|没有[？?]?$"
            r"|^(may|should|must|shall|am|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b",
        ),
        (
            Kind.HOW,
            r"怎么(?!一?回事)|怎样|如何|怎么样|咋|通过什么(方式|办法|途径)|什么(办法|方法|方式|做法|措施)|\bhow (?!many|much|long|far|old|large|tall|high|wide|deep|big)",
        ),
    )
)


# What a thing has is told, not defined: 收费标准是什么.
_ATTRIBUTE = re.compile(
    r"(?:标准|条件|流程|步骤|手续|电话|热线|号码|日期|时间|期限|地址|地点|职责|要求|对象|方式|单位|材料|费用|价格|职务)(?:是|叫)(?:什么|啥)[？?]?$"
    r"|^what (?:is|are|was) (?:the )?(?:[\w'-]+ ){0,4}(?:fees?|fares?|deposit|rent|tuition|wages?|fine|pension"
    r"|allowance|subsidy|(?:opening|office|business|visiting|working) hours|deadline)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile("^(什么是|何为|何谓|什么叫)")
# What asks for a value: without it, 姓名 in 姓名写错了怎么办 names none that is wanted.
_ASKS_VALUE = re.compile(
    r"谁|哪|多少|几|(?<!为)什么|何[时处人年月日地]|啥|多[大长久远高]|知道|告诉|\b(?:when|who|where|what|which|how (?:many|much|long|old|far))\b",
    re.IGNORECASE,
)
# 面积 where something else is asked: 占地补偿什么时候发, 姓名变更要什么材料.
_ONLY_NAMED = re.compile(
    r"(?:面积|占地|年龄|岁数|比例|占比|日期|地址|姓名|地点|人数|数量|总数)"
    r"(?!(?:要求|限制|范围|上限|下限|分别|各|都|一共|总共|大概|大约|到底|究竟|具体|和|与|、|及)*(?:是|为|有|在|达|叫|到|：)?(?:多少|多大|多高|什么(?![关规])|啥|几|哪|谁|何|[，。]|[？?]*$))"
)


# What is changed or reached is no value wanted: 地址变更要多少钱, 到了退休年龄能领多少钱.
_CHANGED = re.compile(
    "(?:地址|姓名|日期)(?=变更|更改|更正|修改|写错|错了)|(?:(?<=变更)|(?<=更改)|(?<=修改))(?:地址|姓名|日期)"
    "|(?<=退休)年龄(?=[的后没能还，]|可以)"
)


def kind_of(question: str) -> Kind:
    """Return the shape of answer that a question in simplified Chinese or English asks for."""
    kind = next((kind for kind, pattern in _KINDS if pattern.search(question)), Kind.FACT)
    if kind is Kind.DEFINITION and _ATTRIBUTE.search(question) and not _DEFINED.search(question):
        return Kind.FACT
    return kind


# Persons by what they are, not by name: 面向什么人.
_FOR_WHOM = re.compile(
    "(?:面向|针对|适合|适用于?|惠及|对象(?:是|为)?)(?:的是)?(?:谁|(?:什么|哪[些类种几]|啥)(?:样的?)?(?:人|群体))"
    "|给(?:谁|什么人|哪些人)(?:们)?(?:办|开|设|建|准备|用)"
)


def answer_type_of(question: str) -> AnswerType:
    """Return what the answer must contain; `ANY` when the wording does not say."""
    if kind_of(question) in (Kind.YES_NO, Kind.HOW, Kind.WHY) and not _ASKS_VALUE.search(question):
        return AnswerType.ANY
    if _FOR_WHOM.search(question):
        return AnswerType.ANY
    question = _CHANGED.sub("＿", question)
    if _ASKS.search(question) and not re.search("多少|几|多[大高]|知道|告诉|[a-z]{3}", question):
        question = _ONLY_NAMED.sub("＿", question)
    patterns = _TYPES if _ASKS.search(question) else (*_BARE, *_TYPES)
    return next((kind for kind, pattern in patterns if pattern.search(question)), AnswerType.ANY)
