"""Whether a question says of what it is asked: 要什么学历 does not, 怎么退休 does.

Only a question all of whose words could be asked of any matter of an office is incomplete; one word
of its own, even one that the tagger does not know, makes it complete.
"""

import re

from rag.answering.terms import tag
from rag.conversation.topic import ASKING

_MEASURE = (
    r"(?:个(?:月|小时|工作日|人|星期)?|次|天|年|月|日|号|人|户|项|种|份|张|元|块|周|星期|小时|分钟|岁|寸|本|位|名|家"
    r"|点|楼|层|期|批|回|笔|亩|吨|些|里|儿|类|级|样|条|步)"
)
_COUNT = rf"(?:多少|几|哪[一几两三]?|每|各|[一每半]|[两三四五六七八九十]+|(?<!\d)\d{{1,3}}(?!\d)){_MEASURE}"
_ASKS = (
    r"为什么|为何|为啥|(?:什么|啥)(?:时候|地方|样|人)?|怎么样?|怎样|如何|咋样?|谁|哪里?|多少|多[久长大高远]|几"
    r"|何[时处地]|是否|是不是|有没有|(?P<twice>[能会要用行收交])不(?P=twice)|可不可以|需不需要|[吗呢么啊呀吧嘛?？]"
)
_FUNCTION = (
    r"可以|应该|必须|需要|(?<!开)会|[要能得需该不没了过的在从到去来给由向跟是有就才都也还只先行]|一般|大概|大约|具体|到底|究竟"
    r"|一共|总共|共|分别|各自|我们?(?=要|能|可以|该|需要|怎|去)|最[早晚迟多少快低高后]|至少|提前|一定|另外|单独|直接|同时|之[前后]"
)
_WHEN = (
    r"晚上|早上|上午|中午|下午|夜[里间]|白天|周末|(?:周|星期|礼拜)[一二三四五六日天几]|节假日|平时|工作日|[今明后昨]天|现在"
    r"|以[后前]|[今明去]年|当[天场]|[春夏秋冬][天季]"
)
_HOW = (
    r"(?:网|线)[上下]|现场|(?:在|用|从)(?:手机|微信|支付宝|电脑|现金|APP)上?|(?:手机|微信|支付宝|电脑)上?(?=可以|也|能|行)"
    r"|(?:手机|微信|支付宝|电脑)上"
)
_WHO = r"(?:外地|本地|外国|别|家)人|外来人员|非?(?:外地|本地|农村|城镇)户口|家属|亲属|本人|自己|个人"
_ATTRIBUTES = (
    r"材料|资料|手续费?|证件|条件|要求|时间|日期|费用?|钱|电话|号码|地址|地点|位置|地方|学历|年龄|期限|流程|程序|步骤|对象|名额|人数"
    r"|标准|补[助贴偿]|工资|月薪|薪水|待遇|[押租定奖]金|价[格钱]|[票单]价|金额|比例|[限额]额|额度|[上下]限|范围|方式|方法|办法|途径|渠道"
    r"|原因|理由|依据|规定|内容|结果|申请表|报名表|表格|窗口|部门|单位|网[站址]|官网|公众号|联系(?:人|方式)|负责人|工作人员|经办人"
    r"|名单|好处|用处|作用|奖励|利[息率]|工本费|罚款|滞纳金|优惠|办公室"
)
# What is asked for in an office, but also a matter of its own: 要什么证明, but not 证明怎么开.
_BROUGHT = (
    r"(?:(?<=什么)|(?<=[啥些种张带要凭用交寸份]))(?:身份证|户口[本簿]?|户籍|房产证|结婚证|照片|证明|专业|经验|原件|复印件|职称|表)"
    r"(?:原件|复印件)?"
)
_VERBS = (
    r"(?:代|补|续|重新|再)?[办带交领花用找开关搬发补罚查打退续拿取换改填写签报买送寄收批审算付缴做走住选租管看转赔免]"
    r"(?:好|完|成|到|下来|出来|掉|起|一下|回|上|给)?"
    r"|办理|报名|申[请领报]|领取|[收缴交付退]费|付款|准备|提[交供]|携带|预约|注销|续[期费签]|退[款钱还出]|审[批核]|批准|办结|操作"
    r"|处[理罚]|查[询看]|咨询|联系|打电话|发放|到账|开始|结束|截止|开放|[开关]门|营业|受理|下载|填写|[打复]印|盖章|签[字名]"
    r"|登[记录]|注册|委托|邮寄|收取|修改|更[改换新]|变更|撤销|取消|[延过到]期|推迟|生效|有效|失效|计算|参[加与]|加入|举[办行]|负责"
    r"|限制|支付|刷卡|转账|上门|排队|安排|上传|实施|执行|使用|享受|报销|赔偿|公[示布]|通知|出示|免费|减免|打折|涨价?|贵|难|远"
    r"|[上下]班|停[水电气]|放假|开学|下雨|包[吃住餐]|当过?兵"
)
_CONTENT = rf"{_WHEN}|{_HOW}|{_WHO}|{_ATTRIBUTES}|{_BROUGHT}|{_VERBS}"
_GENERAL = re.compile(rf"(?:{_ASKS}|{_COUNT}|{_FUNCTION}|{_CONTENT}|[ 　])+")
_SAYS_SOMETHING = re.compile(rf"{_HOW}|{_WHO}|{_ATTRIBUTES}|{_BROUGHT}|{_VERBS}|[要能收有在去到给]")
_OF_NO_TOPIC = re.compile(  # 现在几点, 今天是什么日子, 你是谁
    r"(?:[今明后昨]天|现在|[今明去]年)是?(?:(?:农历)?几[点月号年]|(?:周|星期|礼拜)几|什么[日节年]).{0,4}|[你您].*"
)
# Beginnings that lean on what came before unless a matter of its own follows: 有多少人感染新冠.
_MAY_LEAN = re.compile(
    r"有(?:多少|几)[个名位]?人(?=.{3})|谁(?:可以|能|需要|应?该|要)|(?:不|还)(?=.*(?:怎么办|会怎么?样))"
)
# Beginnings that lean unless a noun follows that is not asked for of anything: 谁分管民政, 第一阅览室是什么.
_MAY_BE_OF = re.compile(
    r"由?谁(?!.*了)|里面|第[一二三四五六七八九十\d]+(?=[^个项种点条位家名类届步方呢是叫指])"
)
_OF_ANY = re.compile(r"(?:长|主任|书记|负责人|人|时候)$")
_DAILY = re.compile(r"停[水电气]|放假|开学|[上下]班|下雨")  # what may be asked of no place at all
_OPENS = re.compile(r"(?:[办所站局院厅馆校店室社场行]|中心|政府)$")  # what has hours and holidays
# 什么是起付线, 几个会计.
_NAMES_ITS_OWN = re.compile(r"(?:什么|啥|谁|何)[是叫]")
_LONGEST = 14  # characters; a longer question says of what it asks
_WHY = 8  # characters; a longer question why says of what it asks


def _is_general(plain: str) -> bool:
    return len(plain) <= _LONGEST and _GENERAL.fullmatch(plain) is not None


def lacks_subject(plain: str, subject: str, question: str) -> bool:
    """Tell whether nothing in a question says of what it is asked, given the last one and its subject."""
    asks = ASKING.search(plain)
    if not asks or not _is_general(plain) or _NAMES_ITS_OWN.search(plain) or _OF_NO_TOPIC.fullmatch(plain):
        return False
    daily = _DAILY.search(plain)
    if daily and daily[0] not in question and not _OPENS.search(subject):
        return False
    if plain.startswith("为") and len(plain) > _WHY:
        return False
    return bool(_SAYS_SOMETHING.search(ASKING.sub(" ", plain)))


def _has_noun(plain: str) -> bool:
    return any(
        flag.startswith("n") and len(word) > 1 and not (_GENERAL.fullmatch(word) or _OF_ANY.search(word))
        for word, flag in tag(plain)
    )


def has_matter_of_its_own(plain: str) -> bool:
    """Tell whether a question is complete although it begins like one that is not: 还房贷怎么办, 谁能献血."""
    begun = _MAY_LEAN.match(plain)
    own = begun is not None and not _is_general(plain[begun.end() :] or "吗")
    named = _MAY_BE_OF.match(plain)
    own = own or (named is not None and _has_noun(plain[named.end() :]))
    return own or _OF_NO_TOPIC.fullmatch(plain) is not None
