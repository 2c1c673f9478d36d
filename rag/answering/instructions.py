"""Sentences of a document that speak to a language model instead of to a reader: they are never evidence.

Whoever can put a file into the folder could otherwise word the answers. Such a sentence is neither quoted nor
shown to a model; the rest of its document counts as ever. Patterns only: a plain false statement is none.
"""

import re

_WHO = r"(?:AI|人工智能|大?语言?模型|大模型|聊天机器人|智能助手|问答助手|助手|机器人|assistants?|chatbots?|LLMs?|GPT|language models?|bots?)"
# What only a model is told to forget; of 要求, 规则, 限制 or 系统 notices to people speak as well.
_RULES = (
    r"(?:指令|指示|提示词|设定|上下文|编号|引用|角标|(?:上文|前面|前述|此前|之前|先前|以上|上述)的?(?:所有|全部|一切)?"
    r"(?:指令|要求|规则|限制|约束|资料|内容|提示|文字|对话|设定|说明|话|(?=\W|$))"
    r"|(?:所有|一切|全部|任何|你的|您的|其他|这些|原有)的?(?:要求|规则|限制|约束|资料|内容|提示)|系统(?:提示|设定|指令|规则|消息))"
)
_ORDERS = r"(?:指令|指示|提示词?|设定|上下文)"  # which notices to people seldom speak of
_ABOVE = r"(?:上文|上述|以上|前面|前述|此前|之前|先前)"
_PATTERNS = (
    rf"(?:忽略|无视|忘记|忘掉|抛开|撇开|跳过|覆盖|绕过|作废|不(?:必|要|用|需要?|再|必再|要再)(?:理会|遵守|遵循|参考|引用|管)).{{0,14}}{_RULES}",
    r"(?:忽略|无视|忘记|忘掉|抛开|撇开|跳过|绕过)(?:掉|一下)?(?:检索到?的|你?所?看到的|给出的|用户的?)?(?:规则|要求|限制|约束|资料|文档|系统|问题)",
    r"(?:不要|不用|不必|不准|别|停止)(?:再)?(?:参考|引用|使用|依据|根据|理会)(?:任何|这些|其他)?(?:资料|文档|材料|段落|来源)",
    rf"(?:{_ORDERS}|{_ABOVE}的?(?:(?:所有|全部|一切)(?:要求|规则|限制)|约束|资料)).{{0,8}}(?:作废|失效|无效|不再有效|被取代|可以忽略)",
    rf"(?<!如果)(?<!若)(?<!要是)(?:你|您)(?:现在|从现在起|如今)?(?:是|已(?:经)?(?:变?成|进入|不是)|不再是|扮演|处于)(?!.{{0,16}}的，|访客).{{0,16}}(?:{_WHO}|管理员|模式|DAN|海盗|角色)",
    r"(?:新(?:的)?(?:系统)?|系统|开发者|管理员|最高优先级)(?:提示词?|指令|命令)\s*[:：]|(?:开发者|管理员|最高优先级)(?:消息|任务)\s*[:：]",
    r"(?:请|必须|务必|一律|只(?:需|要|能|许|准)?|直接|统一|立即|马上|应当|改为)(?:向用户)?(?:回答|回复|答复|输出|返回|重复|告诉用户|说出|声称|推荐|引导用户).{0,40}(?:[“\"「『：:]|网址)",
    rf"(?:读到|看到|阅读|处理|总结|检索到?|使用)(?:了?(?:这|本|此|该|以上|上述|到)|.{{0,16}}的).{{0,12}}{_WHO}.{{0,20}}(?:请|必须|应|注意|务必|需要|不得|要)",
    rf"(?:^\W*(?:致|给|对)|告诉|提醒|注意|警告|亲爱的|各位|所有)\s*(?:所有|任何|阅读本文的)?{_WHO}\s*[，,:：]",
    r"(?:打印|输出|泄露|显示|重复|公布|说出).{0,8}提示词|提示词.{0,8}(?:打印|输出|泄露|显示|公布)",
    r"(?:无论|不管|不论)(?:用户|对方|别人|谁)?(?:问|提)(?:的|出)?(?:什么|何|任何|哪)\w{0,4}，?(?:你)?(?:都|一律|只|全部|统一)?(?:要|须)?(?:回)?答",
    r"你的新的?(?:任务|身份|角色|目标)|答案(?:统一)?(?:改为|改成|写成|换成|替换为)|(?:忘记|忘掉)你(?:之前|以前|此前|所|已)",
    r"你(?:必须|要|应当?|只能)用.{1,8}(?:语气|口吻|口气)(?:说话|回答|回复)",
    rf"如果(?:你|您)是.{{0,6}}{_WHO}|(?:模型|AI|人工智能)(?:应当?|必须|请|需要?|务必)(?:直接)?(?:输出|回答|回复|生成)",
    r"\b(?:forget|ignore|disregard) (?:everything|anything|all)\b|\bas an ai\b",
    r"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous|prior|context|guidelines|sources?|passages?|documents?)\b",
    r"\byou (?:are|will be|must act|should act|act) (?:now |no longer |as )",
    r"\b(?:always|only|instead|must|please|should|just|simply|now)\b.{0,20}\b(?:(?:reply|respond|answer|output|tell (?:the )?user|repeat|recommend)\b|(?:print|say|write)\b.{0,20}[\"“'‘:])",
    r"^\W*(?:reply|respond|answer|output|print|say|write|repeat|tell (?:the )?user)\b.{0,30}(?:[\"“':]|\bwith\b|\bonly\b|\bthat\b|\bexactly\b)",
    r"\b(?:reply|respond|answer|output|print)\b:?\s*[\"“']|\bthe (?:correct |right |only )?answer (?:is|must be)\b",
    rf"\b(?:note|attention|important|message|instructions?|notice)\b.{{0,12}}\b(?:to|for)\b.{{0,20}}{_WHO}",
    rf"\b(?:attention|dear|hey|hello|warning)\b,? (?:all )?{_WHO}",
    r"\b(?:new|updated|system|developer|admin|hidden) (?:system )?(?:prompt|instructions?|message|directive|override|note)s?\b\s*[:：]?",
    r"\b(?:developer|debug|jailbreak|DAN|god|admin|maintenance|unrestricted) mode\b",
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|instructions?)\|?>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>|#{2,}\s*(?:system|instruction|response|指令|系统)",
    r"^\W*(?:system|assistant|human|助手)\s*[:：]|^\W*(?:user|用户)\s*[:：](?!.*[，,][^，,：:]{1,16}[:：])",  # no row
    r"(?:end|begin) of (?:context|documents?|passages?|prompt|input|system)|^\W*(?:以上)?(?:资料|上下文|文档|引文)(?:结束|完毕)|(?:资料|上下文|文档|引文)到此(?:结束|完毕)",
)
_SPEAKS = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence, in simplified script, tells a language model what to do."""
    return _SPEAKS.search(sentence) is not None
