"""A lone `?` that stands for `·`, a mark many encodings lack: “区块联动?共学共践”, 列夫?托尔斯泰."""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

HAN = r"[\u3400-\u9fff]"
QUOTED = re.compile(
    rf"[“《‘](?P<left>{HAN}{{1,10}})(?P<mark>\?)(?P<right>{HAN}{{1,10}}(?:\?{HAN}{{1,10}})*)[”》’]"
)
ASKS = re.compile("[吗嗎呢么麼谁誰何哪怎啥几幾否吧多为為是能会會可]")
# Characters that transliterated names are made of; both sides of the mark must consist of them.
SOUNDS = (
    "阿埃艾爱愛安昂奥奧巴柏班邦鲍鮑贝貝本比彼毕畢波伯博布查茨茲达達大戴丹道德登邓鄧迪蒂丁杜敦多厄恩尔爾法凡范菲费費芬弗夫福"
    "盖蓋甘冈岡高戈哥格葛根古圭哈海汉漢赫亨侯胡华華霍基吉季加伽贾賈简簡杰金卡凯凱坎康考科柯克肯库庫夸奎拉莱萊兰蘭朗劳勞勒雷"
    "莉里理利丽麗莲蓮林琳列隆卢盧鲁魯路露罗羅洛伦倫马馬玛瑪迈邁麦麥曼梅门門蒙米密明摩莫默姆慕穆纳納娜奈内內尼涅宁寧纽紐努诺"
    "諾欧歐帕潘庞龐佩彭皮蒲普奇契乔喬切丘让讓热熱日荣榮茹瑞若萨薩塞桑森沙莎山尚舍圣聖施史士舒斯丝絲司苏蘇索塔泰坦汤湯特提"
    "廷图圖托瓦万萬旺威韦韋维維温溫沃乌烏吾伍西希锡錫夏香肖谢謝辛休雪雅亚亞扬揚耶叶葉伊因英尤于雨约約泽澤扎詹珍朱佐"
)
NAME = re.compile(
    rf"(?<![{HAN[1:-1]}])(?:[{SOUNDS}]{{2,6}}\?){{1,3}}[{SOUNDS}]{{2,6}}|[{SOUNDS}]{{2,4}}\?[{SOUNDS}]{{3,6}}"
)


def edits(text: str) -> Iterator[Edit]:
    """Put a middle dot where a question mark cannot be one."""
    if "?" not in text:
        return
    places = {match.start("mark") for match in QUOTED.finditer(text) if not ASKS.search(match["left"])}
    for match in NAME.finditer(text):
        places.update(match.start() + at for at, mark in enumerate(match.group()) if mark == "?")
    for place in sorted(places):
        yield place, place + 1, "·"
