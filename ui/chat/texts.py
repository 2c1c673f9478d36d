"""Every sentence of the web page, in simplified Chinese, traditional Chinese and English.

Only the page's own words: answers follow the language of their question, documents stay as they are.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's words in one language; `{…}` are filled by `str.format`."""

    code: str  # BCP 47, for the `lang` attribute
    name: str  # of the language, in itself
    tagline: str
    placeholder: str
    send: str
    stop: str
    new: str
    theme: str
    language: str
    hello: str
    promise: str
    try_one: str
    count: str
    empty: str
    empty_how: str
    empty_then: str
    you: str
    sources: str
    nearest: str
    thinking: str
    stopped: str
    failed: str
    conversation: str
    panel: str
    panel_idle: str
    gone: str
    previous: str
    next: str
    close: str
    position: str
    cited: str
    cut: str
    history: str
    no_history: str
    documents: str
    close_list: str
    find: str
    rename: str
    delete: str
    sure: str
    drop: str
    reading: str
    added: str
    updated: str
    unchanged: str
    not_added: str
    copy: str
    copy_citation: str
    again: str
    export: str
    what_is: str
    about: str


SIMPLIFIED = Texts(
    code="zh-Hans",
    name="简体中文",
    tagline="问自己的文档，每句话都有出处",
    placeholder="就这些文档提一个问题",
    send="发送",
    stop="停止",
    new="新对话",
    theme="切换明暗",
    language="界面语言",
    hello="想从文档里知道什么？",
    promise="回答只取自文档原文，并标出确切位置。文档里没有的，会如实说没有。",
    try_one="可以这样问",
    count="{documents} 篇文档",
    empty="还没有文档",
    empty_how="把文件夹或文件交给下面的命令，支持网页、Markdown、纯文本等格式：",
    empty_then="完成后刷新本页，就可以提问了。也可以用上方的“文档”直接加入文件。",
    you="我的提问",
    sources="出处",
    nearest="最接近的段落",
    thinking="正在查阅文档",
    stopped="已停止",
    failed="这次没有成功，请再试一次。如果仍然失败，请查看启动程序的窗口里的记录。",
    conversation="对话",
    panel="原文",
    panel_idle="点按回答中的编号，这里会打开原文，并标出所引的字句。",
    gone="这篇文档已从库中移除。",
    previous="上一处",
    next="下一处",
    close="关闭原文",
    position="第 {index} 处，共 {total} 处",
    cited="引文 {marker}：{title}",
    cut="（文档很长，这里只显示引文前后的部分）",
    history="历史",
    no_history="还没有保存的对话。提问之后，对话会留在这里。",
    documents="文档",
    close_list="关闭列表",
    find="查找",
    rename="改名",
    delete="删除",
    sure="确定删除？",
    drop="把文件或 zip 拖到这里，或点按选择",
    reading="读取中…",
    added="已加入",
    updated="已更新",
    unchanged="没有变化",
    not_added="没有加入",
    copy="复制回答",
    copy_citation="复制出处",
    again="改问",
    export="导出对话",
    what_is="什么是{term}？",
    about="《{title}》主要讲了什么？",
)

TRADITIONAL = Texts(
    code="zh-Hant",
    name="繁體中文",
    tagline="問自己的文件，每句話都有出處",
    placeholder="就這些文件提一個問題",
    send="送出",
    stop="停止",
    new="新對話",
    theme="切換明暗",
    language="介面語言",
    hello="想從文件裡知道什麼？",
    promise="回答只取自文件原文，並標出確切位置。文件裡沒有的，會如實說沒有。",
    try_one="可以這樣問",
    count="{documents} 篇文件",
    empty="還沒有文件",
    empty_how="把資料夾或檔案交給下面的命令，支援網頁、Markdown、純文字等格式：",
    empty_then="完成後重新整理本頁，就可以提問了。也可以用上方的「文件」直接加入檔案。",
    you="我的提問",
    sources="出處",
    nearest="最接近的段落",
    thinking="正在查閱文件",
    stopped="已停止",
    failed="這次沒有成功，請再試一次。如果仍然失敗，請查看啟動程式的視窗裡的記錄。",
    conversation="對話",
    panel="原文",
    panel_idle="點按回答中的編號，這裡會打開原文，並標出所引的字句。",
    gone="這篇文件已從庫中移除。",
    previous="上一處",
    next="下一處",
    close="關閉原文",
    position="第 {index} 處，共 {total} 處",
    cited="引文 {marker}：{title}",
    cut="（文件很長，這裡只顯示引文前後的部分）",
    history="歷史",
    no_history="還沒有保存的對話。提問之後，對話會留在這裡。",
    documents="文件",
    close_list="關閉清單",
    find="尋找",
    rename="改名",
    delete="刪除",
    sure="確定刪除？",
    drop="把檔案或 zip 拖到這裡，或點按選擇",
    reading="讀取中…",
    added="已加入",
    updated="已更新",
    unchanged="沒有變化",
    not_added="沒有加入",
    copy="複製回答",
    copy_citation="複製出處",
    again="改問",
    export="匯出對話",
    what_is="什麼是{term}？",
    about="《{title}》主要講了什麼？",
)

ENGLISH = Texts(
    code="en",
    name="English",
    tagline="Ask your documents; every statement shows its source",
    placeholder="Ask a question about these documents",
    send="Send",
    stop="Stop",
    new="New conversation",
    theme="Light or dark",
    language="Language of the page",
    hello="What would you like to know?",
    promise="Answers quote the documents and point at the exact place. What they do not say is not answered.",
    try_one="For example",
    count="{documents} documents",
    empty="No documents yet",
    empty_how="Hand a folder or files to this command; web pages, Markdown, plain text and more are read:",
    empty_then="Then reload this page and ask. Or add files under “Documents” above.",
    you="My question",
    sources="Sources",
    nearest="Nearest passages",
    thinking="Reading the documents",
    stopped="Stopped",
    failed="That did not work. Please try again; if it keeps failing, see the log of the program.",
    conversation="Conversation",
    panel="Source",
    panel_idle="Press a number in an answer: its source opens here with the quoted words marked.",
    gone="This document has been removed.",
    previous="Previous place",
    next="Next place",
    close="Close the source",
    position="{index} of {total}",
    cited="Citation {marker}: {title}",
    cut="(A long document: only the part around the quotation is shown.)",
    history="History",
    no_history="No conversations kept yet. Ask something, and it stays here.",
    documents="Documents",
    close_list="Close the list",
    find="Find",
    rename="Rename",
    delete="Delete",
    sure="Really delete?",
    drop="Drop files or a zip here, or press to choose",
    reading="reading…",
    added="added",
    updated="updated",
    unchanged="unchanged",
    not_added="not added",
    copy="Copy answer",
    copy_citation="Copy source",
    again="Ask differently",
    export="Export conversation",
    what_is="什么是{term}？",
    about="《{title}》主要讲了什么？",
)

LANGUAGES = {texts.code: texts for texts in (SIMPLIFIED, TRADITIONAL, ENGLISH)}


def texts_for(code: str | None) -> Texts:
    """Return the texts of a language chosen on the page; simplified Chinese for anything unknown."""
    return LANGUAGES.get(code or "", SIMPLIFIED)
