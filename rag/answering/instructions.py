"""Sentences of a document that speak to a language model instead of to a reader: they are never evidence.

Whoever can put a file into the folder could otherwise word the answers. Such a sentence is neither quoted nor
shown to a model; the rest of its document counts as ever. Patterns only: a plain false statement is none.
"""

import re

_WHO = r"(?:AI|人工智能|大?语言?模型|大模型|聊天机器人|智能助手|问答助手|助手|机器人|assistants?|chatbots?|LLMs?|GPT|language models?|bots?)"
_RULES = r"(?:指令|指示|提示词?|要求|规则|设定|限制|约束|上文|上述|以上|前面|前述|此前|之前|先前|资料|上下文|系统|编号|引用|角标)"
_ORDERS = r"(?:指令|指示|提示词?|设定|上下文)"  # which notices to people seldom speak of
_ABOVE = r"(?:上文|上述|以上|前面|前述|此前|之前|先前)"
_PATTERNS = (
    rf"(?:忽略|无视|忘记|忘掉|抛开|撇开|跳过|覆盖|绕过|作废|不必?要?(?:再)?(?:理会|遵守|遵循|参考|引用|管)).{{0,14}}{_RULES}",
    rf"(?:{_ORDERS}|{_ABOVE}的?(?:所有|全部|一切)?(?:要求|规则|限制|约束|资料)).{{0,8}}(?:作废|失效|无效|不再有效|被取代|可以忽略)",
    rf"(?:你|您)(?:现在|从现在起|如今)?(?:是|已(?:经)?(?:变?成|进入|不是)|不再是|扮演|处于).{{0,16}}(?:{_WHO}|管理员|模式|DAN|海盗|角色)",
    r"(?:新(?:的)?(?:系统)?|系统|开发者|管理员|最高优先级)(?:提示词?|指令|命令)\s*[:：]|(?:开发者|管理员|最高优先级)(?:消息|任务)\s*[:：]",
    r"(?:请|必须|务必|一律|只(?:需|要|能|许|准)?|直接|统一|立即|马上|应当|改为)(?:向用户)?(?:回答|回复|答复|输出|返回|重复|告诉用户|说出|声称|推荐|引导用户).{0,40}(?:[“\"「『：:]|不要|别|用户|网址|提示)",
    rf"(?:读到|看到|阅读|处理|总结|检索到?|使用).{{0,16}}(?:的|到这里的)?{_WHO}.{{0,20}}(?:请|必须|应|注意|务必|需要|不得|要)",
    rf"(?:致|给|对|告诉|提醒|注意|警告|亲爱的|各位|所有)\s*(?:所有|任何|阅读本文的)?{_WHO}\s*[，,:：]",
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
    r"^\W*(?:system|assistant|user|human|助手|用户)\s*[:：]",
    r"(?:end|begin) of (?:context|documents?|passages?|prompt|input|system)|(?:资料|上下文|文档|引文)(?:到此)?(?:结束|完毕)",
)
_SPEAKS = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def addresses_a_model(sentence: str) -> bool:
    """Tell whether a sentence, in simplified script, tells a language model what to do."""
    return _SPEAKS.search(sentence) is not None
