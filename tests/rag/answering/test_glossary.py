from rag.answering.glossary import found, translations
from rag.answering.matching import fold, presence


def test_words_are_found_whatever_their_ending() -> None:
    assert {"医院"} <= set(translations("hospital")) & set(translations("hospitals"))
    assert "公司" in translations("companies")
    assert {"支付"} <= set(translations("paid")) & set(translations("pay"))
    assert {"社区"} <= set(translations("neighbourhoods"))
    assert translations("qwertyuiop") == ()


def test_the_longest_entry_is_taken_and_words_that_only_ask_are_left_out() -> None:
    entries = [entry for entry, _ in found("What is the name of the public welfare project?")]
    assert entries == ["public welfare", "project"]


def test_places_are_those_of_the_question() -> None:
    question = "Who runs the hospital?"
    assert all(question[at:].startswith(entry) for entry, at in found(question))


def test_a_text_speaks_of_an_english_word_by_its_chinese() -> None:
    text = fold("金山医院党委认领的是健康义诊项目。")
    assert presence("hospital", text) == 0.9
    assert presence("coffee", text) == 0.0
    assert presence("couriers", fold("南翔镇的快递小哥有1000多名。")) == 0.8  # by a word that means the same
    assert 0 < presence("street", fold("他上街了")) < 0.9  # one character alone says less


def test_words_of_offices_take_the_place_of_a_dictionarys() -> None:
    assert translations("service center") == ("服务中心", "服务站")
    assert "身份证" in translations("id card")
