"""Compile the two pipelines: churn.yaml and nightly.json.

Needs kfp and kfp-kubernetes 2.17. The compiled files are kept beside this one, so that they can be read, reviewed and
checked without it.
"""

from pathlib import Path
from typing import List

from kfp import compiler, components, dsl, kubernetes

HERE = Path(__file__).parent


def component(name: str):
    return components.load_component_from_file(str(HERE.parent / "components" / f"{name}.yaml"))


fetch, prepare, train, evaluate, tell = map(component, ["fetch", "prepare", "train", "evaluate", "tell"])


@dsl.container_component
def publish(model: dsl.Input[dsl.Model], accuracy: float, shelf: str):
    """Put a model on the shelf from which the mailing takes it."""
    return dsl.ContainerSpec(
        image="registry.example.com/churn/publish:1.4.0",
        command=["python", "-m", "churn.publish"],
        args=["--model", model.uri, "--accuracy", accuracy, "--shelf", shelf],
    )


@dsl.pipeline(name="churn", description="Which households will cancel their veg box within four weeks?")
def churn(
    since: str,
    warehouse_login: str = "warehouse-login",
    trees: int = 200,
    learning_rates: List[float] = [0.05, 0.1, 0.2],
    least_accuracy: float = 0.8,
    shelf: str = "mailing",
    channel: str = "retention",
):
    ending = tell(channel=channel).set_caching_options(False)
    with dsl.ExitHandler(ending, name="tell-the-team"):
        fetched = fetch(since=since).set_caching_options(False)
        fetched.set_retry(num_retries=3, backoff_duration="60s", backoff_factor=2)
        kubernetes.use_secret_as_env(
            fetched, secret_name=warehouse_login, secret_key_to_env={"user": "DB_USER", "password": "DB_PASSWORD"}
        )
        prepared = prepare(subscribers=fetched.outputs["subscribers"], test_share=0.2, seed=7)
        kubernetes.mount_pvc(prepared, pvc_name="churn-scratch", mount_path="/scratch")

        with dsl.ParallelFor(items=learning_rates, parallelism=2, name="each-learning-rate") as learning_rate:
            trained = train(train_table=prepared.outputs["train_table"], trees=trees, learning_rate=learning_rate)
            trained.set_cpu_limit("4").set_memory_limit("8Gi")
            kubernetes.add_node_selector(trained, label_key="pool", label_value="training")
            judged = evaluate(
                model=trained.outputs["model"], test_table=prepared.outputs["test_table"], threshold=0.5
            )
            with dsl.If(judged.outputs["accuracy"] >= least_accuracy, name="good-enough"):
                published = publish(
                    model=trained.outputs["model"], accuracy=judged.outputs["accuracy"], shelf=shelf
                ).set_caching_options(False)
                kubernetes.use_config_map_as_env(
                    published, config_map_name="shelves", config_map_key_to_env={"endpoint": "SHELF_ENDPOINT"}
                )


@dsl.pipeline(name="churn-nightly", description="Fresh tables for the dashboards.")
def nightly(since: str = "2026-01-01"):
    fetched = fetch(since=since, region="north").set_caching_options(False)
    prepare(subscribers=fetched.outputs["subscribers"], test_share=0.1, seed=7)


if __name__ == "__main__":
    compiler.Compiler().compile(churn, str(HERE / "churn.yaml"))
    compiler.Compiler().compile(nightly, str(HERE / "nightly.json"))
