"""A saved web page as people have them: an article in the middle of everything that is not it."""

TITLE = "鷺洲鎮開放百年水塔"
DATED = "2024-05-18"
NOISY = "鷺洲水塔由鎮里的老水工顧(gù)鐵(tiě)山看守，每週六上午免費(fèi)開(kāi)放"
_MENU = ("网站首页", "新闻中心", "政务公开", "办事服务", "互动交流", "登录", "注册")
_RELATED = ("鄰鎮新橋通車", "圩田稻谷豐收")
_FOOT = "版权所有 鹭洲门户网　沪ICP备12345678号-1　沪公网安备 31011402001234号"
_HOT = ("某明星深夜回应离婚传闻", "油价今晚又要调整", "这五种水果千万别一起吃")


def _listed(lines: tuple[str, ...]) -> str:
    return "".join(f'<li><a href="/{number}">{line}</a></li>' for number, line in enumerate(lines))


PAGE = f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="gb18030"><title>{TITLE}_鹭洲门户网</title>
<script>document.title = "ran"; alert("ran")</script><style>.hot {{ color: red }}</style></head>
<body>
<ul class="menu">{_listed(_MENU)}</ul>
<div class="crumbs">您的位置：<a href="/">首页</a> &gt; <a href="/news">新闻中心</a> &gt; 正文</div>
<h1>{TITLE}</h1>
<p class="info">2024年05月18日 09:30　来源：鹭洲日报　字号：大 中 小</p>
<div class="share">分享到：微信 微博 QQ空间 <a href="javascript:alert(1)">收藏</a></div>
<div class="content">
<p>鷺洲鎮的水塔建于1926年，高三十一米，曾是鎮(zhèn)上唯一的自來水設施。塔身用了四萬塊青磚，磚縫里至今看得見當年的桐油石灰。</p>
<p>{NOISY}。參觀者沿著塔內的八十八級木梯上到頂層，可以看見整條鷺江和江對岸的圩田。</p>
<p>“水塔講堂”是指每月最后一個星期日在塔下舉辦(bàn)的讀書會，由鎮圖書館和水塔管理處一起主持，至今已辦了二十六場。</p>
</div>
<div class="hot"><h3>热门新闻</h3><ol>{_listed(_HOT)}</ol></div>
<div class="related"><h3>相关阅读</h3><ul>{_listed(_RELATED)}</ul></div>
<div class="foot">关于我们 | 联系我们 | 网站地图<br>{_FOOT}</div>
<img src="https://elsewhere.example/pixel.png" onerror="alert(2)">
</body></html>
"""

BYTES = PAGE.encode("gb18030")
