//! Settings of the platform: objects of the cluster, volumes, placement, init containers, the workspace.

use ir_syntax::{Entry, Node};

use super::{ERROR, Pen, WARNING, list};

/// Settings that are wrong wherever they stand: the kind, the key, the value, how bad it is.
const SETTINGS: &[(&str, &str, &str, ir_model::Severity)] = &[
    ("platform unknown field", "privileged", "true", ERROR),
    ("platform pull policy", "imagePullPolicy", "\"Sometimes\"", ERROR),
    ("platform secret without name", "secretAsVolume", "[{\"mountPath\": \"/s\"}]", WARNING),
    (
        "platform secret without name",
        "secretAsEnv",
        "[{\"keyToEnv\": [{\"secretKey\": \"a\", \"envVar\": \"A\"}]}]",
        WARNING,
    ),
    ("platform map without name", "configMapAsVolume", "[{\"mountPath\": \"/m\"}]", WARNING),
    (
        "platform map without name",
        "configMapAsEnv",
        "[{\"keyToEnv\": [{\"configMapKey\": \"a\", \"envVar\": \"A\"}]}]",
        WARNING,
    ),
    ("platform pull secret without name", "imagePullSecret", "[{}]", WARNING),
    ("platform claim without name", "pvcMount", "[{\"mountPath\": \"/d\"}]", WARNING),
    ("platform mount path empty", "emptyDirMounts", "[{\"volumeName\": \"v\", \"mountPath\": \"\"}]", WARNING),
    (
        "platform mount path with a colon",
        "emptyDirMounts",
        "[{\"volumeName\": \"v\", \"mountPath\": \"/a:b\"}]",
        WARNING,
    ),
    (
        "platform path mounted twice",
        "emptyDirMounts",
        "[{\"volumeName\": \"v\", \"mountPath\": \"/v-1\"}, {\"volumeName\": \"w\", \"mountPath\": \"/v-1\"}]",
        WARNING,
    ),
    (
        "platform quantity",
        "emptyDirMounts",
        "[{\"volumeName\": \"v\", \"mountPath\": \"/v-1\", \"sizeLimit\": \"5 gigs\"}]",
        ERROR,
    ),
    (
        "platform quantity",
        "genericEphemeralVolume",
        "[{\"volumeName\": \"v\", \"mountPath\": \"/v-1\", \"accessModes\": [\"ReadWriteOnce\"], \"size\": \"5 gigs\", \"defaultStorageClass\": true}]",
        ERROR,
    ),
    (
        "platform access mode",
        "genericEphemeralVolume",
        "[{\"volumeName\": \"v\", \"mountPath\": \"/v-1\", \"accessModes\": [\"ReadWriteOne\"], \"size\": \"5Gi\", \"defaultStorageClass\": true}]",
        ERROR,
    ),
    ("platform root user", "securityContext", "{\"runAsUser\": \"0\", \"runAsNonRoot\": true}", WARNING),
    ("platform user below zero", "securityContext", "{\"runAsUser\": \"-1\"}", ERROR),
    ("platform security field", "securityContext", "{\"privileged\": true}", ERROR),
    ("platform init container's name", "initContainers", "[{\"name\": \"main\", \"image\": \"a:1\"}]", WARNING),
    (
        "platform init container's name",
        "initContainers",
        "[{\"name\": \"a\", \"image\": \"a:1\"}, {\"name\": \"a\", \"image\": \"a:1\"}]",
        WARNING,
    ),
    ("platform init container without name", "initContainers", "[{\"image\": \"a:1\"}]", ERROR),
    ("platform init container without image", "initContainers", "[{\"name\": \"a\"}]", ERROR),
    (
        "platform restart policy",
        "initContainers",
        "[{\"name\": \"a\", \"image\": \"a:1\", \"restartPolicy\": \"Never\"}]",
        ERROR,
    ),
    (
        "platform init container's quantity",
        "initContainers",
        "[{\"name\": \"a\", \"image\": \"a:1\", \"resources\": {\"limits\": {\"memory\": \"5 gigs\"}}}]",
        ERROR,
    ),
    (
        "platform init container's mount",
        "initContainers",
        "[{\"name\": \"a\", \"image\": \"a:1\", \"volumeMounts\": [{\"volumeName\": \"v\", \"mountPath\": \"data\"}]}]",
        WARNING,
    ),
    (
        "platform affinity's weight",
        "nodeAffinity",
        "[{\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"Exists\"}], \"weight\": 101}]",
        ERROR,
    ),
    (
        "platform affinity's operator",
        "nodeAffinity",
        "[{\"matchExpressions\": [{\"key\": \"a\", \"operator\": \"Is\", \"values\": [\"b\"]}]}]",
        ERROR,
    ),
    ("platform toleration's operator", "tolerations", "[{\"key\": \"a\", \"operator\": \"Is\"}]", ERROR),
    (
        "platform toleration's effect",
        "tolerations",
        "[{\"key\": \"a\", \"operator\": \"Exists\", \"effect\": \"NoRun\"}]",
        ERROR,
    ),
    ("platform setting without effect", "enabledSharedMemory", "{\"volumeName\": \"shm\", \"size\": \"1Gi\"}", WARNING),
    ("platform setting without effect", "podAffinity", "[{\"topologyKey\": \"a\"}]", WARNING),
    ("platform label not text", "podMetadata", "{\"labels\": {\"a\": 5}}", ERROR),
    ("platform selector not text", "nodeSelector", "{\"labels\": {\"a\": true}}", ERROR),
    ("platform deadline", "activeDeadlineSeconds", "\"an hour\"", ERROR),
    (
        "platform variable twice",
        "secretAsEnv",
        "[{\"secretName\": \"s\", \"keyToEnv\": [{\"secretKey\": \"a\", \"envVar\": \"A_1\"}, {\"secretKey\": \"b\", \"envVar\": \"A_1\"}]}]",
        WARNING,
    ),
    (
        "platform value from nowhere",
        "secretAsVolume",
        "[{\"mountPath\": \"/s-1\", \"secretNameParameter\": {\"componentInputParameter\": \"no-such-input\"}}]",
        ERROR,
    ),
    (
        "platform value of no task",
        "secretAsVolume",
        "[{\"mountPath\": \"/s-1\", \"secretNameParameter\": {\"taskOutputParameter\": {\"producerTask\": \"no-such-task\", \"outputParameterKey\": \"x\"}}}]",
        ERROR,
    ),
    (
        "platform value twice",
        "imagePullSecret",
        "[{\"secretNameParameter\": {\"taskFinalStatus\": {}, \"runtimeValue\": {\"constant\": \"y\"}}}]",
        ERROR,
    ),
    ("platform value that is none", "imagePullSecret", "[{\"secretNameParameter\": {}}]", ERROR),
];

pub(super) fn mutants<'t>(pen: &mut Pen<'_, 't, '_>, root: Node<'t>) {
    let Some(platforms) = root.get("platforms") else { return };
    for platform in platforms.own_entries() {
        pen.word("platform name", platform.key, "kubernets", WARNING);
        pen.add("platform unknown key", platform.value, ("deployment", "{}"), &[], ERROR);
        for (kind, config) in [
            (
                "platform workspace without size",
                "{\"workspace\": {\"kubernetes\": {\"pvcSpecPatch\": {\"accessModes\": [\"ReadWriteOnce\"]}}}}",
            ),
            (
                "platform workspace's size",
                "{\"workspace\": {\"size\": \"5 gigs\", \"kubernetes\": {\"pvcSpecPatch\": {\"accessModes\": [\"ReadWriteOnce\"]}}}}",
            ),
            (
                "platform workspace's claim",
                "{\"workspace\": {\"size\": \"5Gi\", \"kubernetes\": {\"pvcSpecPatch\": {\"accessModes\": [\"ReadWriteOnce\"], \"volumeMode\": \"Block\"}}}}",
            ),
            (
                "platform workspace's access mode",
                "{\"workspace\": {\"size\": \"5Gi\", \"kubernetes\": {\"pvcSpecPatch\": {\"accessModes\": [\"ReadWriteOne\"]}}}}",
            ),
            ("platform workspace never made", "{\"workspace\": {\"size\": \"5Gi\"}}"),
            ("platform time to live", "{\"resourceTtlOnCompletion\": -1}"),
        ] {
            let level = if kind == "platform workspace never made" { WARNING } else { ERROR };
            if platform.value.get("pipelineConfig").is_none() && platform.value.get("deploymentSpec").is_some() {
                pen.add(kind, platform.value, ("pipelineConfig", config), &[], level);
            }
        }
        let executors = list(platform.value.get("deploymentSpec").and_then(|d| d.get("executors")));
        for executor in executors {
            of_executor(pen, executor.value);
        }
    }
}

fn of_executor<'t>(pen: &mut Pen<'_, 't, '_>, settings: Node<'t>) {
    for (kind, key, new, level) in SETTINGS {
        if settings.is_mapping() && settings.get(key).is_none() {
            pen.add(kind, settings, (key, new), &[], *level);
        }
    }
    for setting in list(Some(settings)) {
        of_setting(pen, setting.value);
    }
}

fn of_setting<'t>(pen: &mut Pen<'_, 't, '_>, node: Node<'t>) {
    if node.is_alias() {
        return;
    }
    node.items().for_each(|item| of_setting(pen, item));
    for entry in list(Some(node)) {
        let Entry { key, value, .. } = entry;
        match key.text() {
            "mountPath" => pen.value("platform mount path empty", entry, "\"\"", WARNING),
            "size" | "sizeLimit" => pen.value("platform quantity", entry, "\"5 gigs\"", ERROR),
            "envVar" => pen.value("platform variable empty", entry, "\"\"", WARNING),
            "operator" => pen.slip("platform operator", value, ERROR),
            "effect" => pen.slip("platform toleration's effect", value, ERROR),
            "weight" => pen.value("platform affinity's weight", entry, "0", ERROR),
            "accessModes" => {
                if let Some(first) = value.items().next() {
                    pen.slip("platform access mode", first, ERROR);
                }
            }
            _ => {}
        }
        if !key.text().ends_with("Json") {
            of_setting(pen, value);
        }
        let typo = pen.file.slip(key.text(), pen.rng);
        // What is handed to Kubernetes as it is.
        if key.text().ends_with("Json") {
            continue;
        }
        let own = node.key().is_some_and(|k| k.text() == "labels" || k.text() == "annotations");
        if let Some(typo) = typo.filter(|_| !own) {
            pen.word("platform field misspelt", key, &typo, ERROR);
        }
    }
}
