"""What a line of a page is for: prose, or the furniture around it; each line judged alone, simplified."""

import re
from typing import Literal

Kind = Literal["prose", "plain", "excerpt", "furniture", "byline", "turn", "comments"]

EDGE = r"^[\s•·●◆■▪►>»*\-|]*"
END = r"[\s:：>»|.…]*$"

# From such a line on, a page speaks of other things.
OTHER = (
    r"(?:相关|推荐|热门|热点|最新|今日|精彩|更多|延伸|猜你|为您|为你|栏目|随机|近期|本类|同类|大家都在|你可能|您可能)"
    r"(?:的|都|还|也|会|喜欢|感兴趣|看|搜|精彩)*"
    r"(?:推荐|阅读|文章|新闻|链接|报道|热点|资讯|内容|专题|排行榜?|点击|喜欢|图文|图片|视频|问题|下载|搜索|帖子|产品)?"
    r"(?:列表|推荐|榜)?"
)
NEIGHBOUR = r"[【\[]?(?:上|下|前|后)一?[篇条页则章][】\]]?(?:\s*[:：]|\s|文章|新闻|$)"
COMMENTS = (
    r"(?:网友|用户|读者|最新|精彩|热门|发表|查看|文章|全部)?\s*"
    r"(?:评论|留言|跟帖|点评)(?:列表|专区|区)?\s*[(（]?\d*[)）]?条?"
)
SITE = r"(?:友情链接|合作伙伴|网站导航|网站地图|快速导航|联系我们|与我们联系|关于我们|附件下载|参考阅读)"
# 特别提示 heads a part of a notice to its reader.
NOTICE = (
    r"(?:(?:[^。，；]{0,12}版权[^。，；]{0,4}|免责|侵权)(?:声明|说明|申明|提示)|(?:郑重|特别)(?:声明|申明))"
    r"\s*(?:[:：]|$)"
)
TURN = re.compile(f"{EDGE}(?:(?:{OTHER}|{SITE}){END}|{NEIGHBOUR}|{NOTICE})")
REMARKS = re.compile(f"{EDGE}{COMMENTS}{END}")
TRAIL = re.compile(
    r"(?:您|你)?(?:现在|当前|目前|所在)(?:的|所在)?的?位置\s*[:：]?"
    r"|^\s*(?:首页|主页|网站首页)\s*[>›»/→|-]"
    r"|^[^。！？；,，]{1,20}(?:\s*[>›»]\s*[^。！？；>›»]{1,40})+$"
)
LEGAL = re.compile(
    r"ICP\s*[备证]|公网安备|[Aa]ll\s+[Rr]ights\s+[Rr]eserved|[Cc]opyright|©|版权所有"
    r"|本站(?:仅|只|不|所有|内容|部分|文章|对)"
    r"|(?:不代表|与)本(?:站|网|平台)(?:观点|立场|无关)"
    r"|(?:转载|摘编)[^。]{0,12}(?:注明|授权|须经)|仅供(?:参考|学习|个人)[^。]{0,20}$|网友评论仅供|并不表明.{0,6}立场"
    r"|技术支持\s*[:：]|(?:官方网站|官网)$|[Pp]owered by"
)
# Words of a site about itself that reports and rules use as well.
LOOSE = re.compile(
    r"许可证(?:号|编号|\(|（|[:：])|(?:不良|违法)(?:和不良|与不良)?信息举报|增值电信"
    r"|(?:如有|若有|涉嫌|发现)[^。]{0,20}侵(?:权|犯)"
)
OF_ITSELF = re.compile(r"本站|本网|转载|版权|联系[^。]{0,12}删")
LABEL = (
    r"(?:来源|稿源|文章来源|信息来源|新闻来源|作者|编辑|责编|责任编辑|审核|校对|编审|记者|通讯员|摄影|供稿"
    r"|发布(?:时间|日期|者|人|单位|机构)?|更新(?:时间|日期)?|时间|日期|浏览(?:次数|量)?|阅读(?:次数|量)?"
    r"|点击(?:次数|率|量|数)?|访问量?|人气|字号|字体|评论数?|标签|关键词|关键字|分类|所属栏目|来自|录入|打印|收藏|分享)"
)
DAY = r"(?:19|20)\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?"
CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?|[上下]午.{0,8})"
META = re.compile(
    rf"{EDGE}[(（\[【]?\s*{LABEL}\s*[:：][^。！？]{{0,40}}$"
    rf"|{EDGE}(?:发布于|发表于)?\s*{DAY}\s*{CLOCK}?(?:\s*{LABEL}?\s*[:：]?.{{0,30}})$"
    rf"|^(?=.{{0,60}}{DAY}\s*{CLOCK})(?=.{{0,80}}{LABEL})[^。！？；]{{0,90}}$"
)
ADDRESS = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+){1,4}(?:/\S*)?")
PAGER = re.compile(r"(?:\s*(?:[\[【]?\s*\d{1,3}\s*[\]】]|上一页|下一页|首页|尾页|末页|页\s*[:：])\s*)+")
CONTACT = re.compile(
    EDGE + r"(?:联系)?(?:电\s*话|传\s*真|邮\s*箱|邮\s*编|地\s*址|客服|热线|手机|QQ|微信号?|E-?mail|网\s*址)"
    r"\s*[:：]",
    re.IGNORECASE,
)
CONTACTS = re.compile(f"{EDGE}(?:(?:请|与我们)?联系(?:我们|方式)|与我们联系){END}")  # heads such lines
PLACE = re.compile(rf"{EDGE}地\s*点\s*[:：]")
WHEN = re.compile(rf"{EDGE}(?:时\s*间|日\s*期)\s*[:：]")
SIGNED = re.compile(rf"\s*{DAY}\s*")  # the last line of a notice
WORDS = (
    "首页|主页|登录|登陆|注册|会员|搜索|收藏|分享|打印|关闭|关闭窗口|返回|返回顶部|返回首页|顶部|大|中"
    "|小|字号|繁体|简体|English|设为首页|加入收藏|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|朋友圈|豆瓣"
    "|人人网|扫一扫|扫码|点赞|赞|举报|投诉|反馈|客户端|手机版|电脑版|无障碍|导航|更多|下载|订阅|关注"
    "|评论|复制链接|展开|收起|展开全文|阅读全文|查看更多|点击查看|加载更多|换一换|关于我们|联系我们"
    "|广告服务|人才招聘|招聘信息|网站地图|帮助|客服|新闻|视频|图片|体育|财经|娱乐|科技|军事|汽车|房产"
    "|教育|健康|旅游|博客|论坛|国内|国际|社会|要闻|时政|评论|专题|文化|生活|女性|游戏|彩票|音乐|直播"
    "|同意|接受|拒绝"
    "|页面功能|我来说两句|我要“揪”错|我要揪错|纠错|推荐|字体|打印本稿|打印本页|打印文章|关闭本页|发送给好友|告诉好友|本稿"
)
CHIPS = re.compile(rf"(?:{WORDS}|分享(?:到|至).{{0,20}}|\d{{1,6}}|[|/·•、,，\s>\[\]【】()（）:：+-])+")
COOKIES = re.compile(r"(?:使用|接受|同意).{0,12}[Cc]ookies?|[Cc]ookie\s*(?:政策|设置|偏好)")
COUNTER = re.compile(
    r"[\s(（\[]*\d{1,7}[)）\]\s]*|[-—\s]*第?\s*\d{1,4}\s*页?\s*(?:[/,，]?\s*共\s*\d{1,4}\s*页)?[-—\s]*"
)
# A telephone number, or the number of a point: content wherever it stands alone.
OF_THE_TEXT = re.compile(r"\+\d[\d ()-]{6,}\d|0\d{2,3}-\d{7,8}|0\d")
SEPARATED = re.compile(r"\s*[|｜│丨]\s*|\s{2,}|\s*[·•]\s*")
SENTENCE = re.compile("[。！？；]|[!?;](?:\\s|$|[”’])|……|[.](?:\\s|$)")
# A doubled …… is a mark of the prose.
CUT_OFF = re.compile(r"(?:(?<!…)…|(?<!\.)\.\.\.|\[详细\]|\[?查看全文\]?|>>)\s*$")

SHORT = 30  # characters; below, a line cannot be prose
MOST_FURNITURE = 220  # characters; a legal notice is short, a paragraph that quotes one is not


def kind(line: str) -> Kind:
    """Return what `line` (simplified, not empty) is for."""
    if REMARKS.match(line):
        return "comments"
    if TURN.match(line) and len(line) < 2 * SHORT:
        return "turn"
    if len(line) <= MOST_FURNITURE and _is_furniture(line):
        return "furniture"
    if len(line) <= MOST_FURNITURE and (META.match(line) or CONTACT.match(line)):
        return "byline"
    if CUT_OFF.search(line) and len(line) > SHORT:
        return "excerpt"
    return "prose" if _may_be_prose(line) else "plain"


def _may_be_prose(line: str) -> bool:
    return len(line) >= SHORT and SENTENCE.search(line) is not None


def _is_furniture(line: str) -> bool:
    if LEGAL.search(line) or COOKIES.search(line):
        return True
    if LOOSE.search(line) and (OF_ITSELF.search(line) or not _may_be_prose(line)):
        return True
    if OF_THE_TEXT.fullmatch(line):
        return False
    if any(pattern.fullmatch(line) for pattern in (COUNTER, CHIPS, ADDRESS, PAGER)):
        return True
    if TRAIL.search(line) and not SENTENCE.search(line):
        return True
    return _is_menu(line)


def _is_menu(line: str) -> bool:
    """Tell whether a line is a row of short entries without a sentence among them."""
    entries = [entry for entry in SEPARATED.split(line.strip(" \t|｜│")) if entry]
    bars = len(re.findall(r"[|｜│丨]", line))
    if len(entries) < 4 or SENTENCE.search(line) or (bars < 3 and "  " not in line and "\u3000" not in line):
        return False
    return (
        bars >= 3 and sum(map(len, entries)) / len(entries) <= 12 and not re.search(r"\d[.%]\d|\d{3}", line)
    )
