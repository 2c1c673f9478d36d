from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.settings import NAMES, Secret, Settings, SettingsError, read_settings


def test_defaults_need_nothing_but_this_machine() -> None:
    assert read_settings({}) == Settings(data=Path(".genxi"), embedder="bundled", answerer="extractive")


def test_every_variable_is_read() -> None:
    environment = {
        "GENXI_DATA": "/tmp/store",  # noqa: S108 -- a value, never opened
        "GENXI_EMBEDDER": "openai:m@http://localhost:1",
        "GENXI_ANSWERER": "transformers:/model",
        "GENXI_THRESHOLD": "0.25",
        "GENXI_TOKEN": "bearer",
        "GENXI_API_KEY": "key",
        "GENXI_BENCHMARK_DATA": "sets",
    }
    assert set(environment) == set(NAMES)
    settings = read_settings(environment)
    assert settings == Settings(
        data=Path("/tmp/store"),  # noqa: S108
        embedder="openai:m@http://localhost:1",
        answerer="transformers:/model",
        threshold=0.25,
        token=Secret("bearer"),
        api_key=Secret("key"),
        benchmark_data=Path("sets"),
    )


def test_an_empty_value_counts_as_not_set() -> None:
    assert read_settings(dict.fromkeys(NAMES, "")) == Settings()


def test_other_programs_variables_are_none_of_our_business() -> None:
    assert read_settings({"PATH": "/bin", "XGENXI_DATA": "x", "genxi_data": "x"}) == Settings()


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        pytest.param("GENXI_DTA", "Did you mean GENXI_DATA?", id="slip"),
        pytest.param("GENXI_APIKEY", "Did you mean GENXI_API_KEY?", id="missing_underscore"),
        pytest.param("GENXI_ZZZZZZZZZZZZZZZZ", "Known: GENXI_DATA, ", id="nothing_near"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_name(name: str, advice: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({name: "1"})
    assert name in str(caught.value)
    assert advice in str(caught.value)


def test_what_kubernetes_says_of_a_service_of_our_name_is_passed_over() -> None:
    service = {
        "GENXI_SERVICE_HOST": "10.0.0.7",
        "GENXI_SERVICE_PORT": "7860",
        "GENXI_SERVICE_PORT_HTTP": "7860",
        "GENXI_PORT": "tcp://10.0.0.7:7860",
        "GENXI_PORT_7860_TCP": "tcp://10.0.0.7:7860",
        "GENXI_PORT_7860_TCP_PROTO": "tcp",
    }
    assert read_settings(service) == Settings()
    for name, value in (("GENXI_PORT", "7860"), ("GENXI_PORTS", "x"), ("GENXI_SERVICES", "x")):
        with pytest.raises(SettingsError, match=name):
            read_settings({name: value})


@pytest.mark.parametrize("value", ["high", "1.1", "-0.1", "nan", "inf"])
def test_a_threshold_that_is_no_share_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="GENXI_THRESHOLD"):
        read_settings({"GENXI_THRESHOLD": value})


@given(st.text(min_size=12))
def test_a_secret_never_shows_itself(value: str) -> None:
    settings = Settings(token=Secret(value))
    assert settings.token is not None
    assert settings.token.reveal() == value
    shown = repr(settings) + str(settings.token) + f"{settings.token}"
    assert shown == repr(Settings(token=Secret("another"))) + 2 * repr(Secret("another"))
