//! Settings that one platform alone understands.

use ir_model::{Ns, ObjectKind, Platform, Settings};

use super::{Maker, stated};
use crate::model::{
    InitContainer, Mount, Node, Object, Platform as PlatformModel, PlatformSettings, Toleration, Variable, Workspace,
};

impl Maker<'_> {
    pub(super) fn platform(&self, platform: &Platform) -> PlatformModel {
        PlatformModel {
            name: self.name(platform.name),
            at: self.at(platform.at),
            workspace: platform.workspace.map(|w| Workspace { at: self.at(w.at), claimed: w.claim.is_some() }),
            executors: platform.settings.iter().map(|s| self.settings(s)).collect(),
        }
    }

    fn settings(&self, settings: &Settings) -> PlatformSettings {
        let user = self.package.reference(settings.executor).and_then(|r| r.user);
        let mounts = settings.mounts.iter().map(|m| Mount {
            path: self.stated_name(m.path),
            kind: object_kind(m.kind),
            init_container: m.before,
            at: self.at(m.at),
        });
        let tolerations = settings.tolerations.iter().map(|t| Toleration {
            key: self.stated_name(t.key),
            operator: self.stated_name(t.operator),
            value: self.stated_name(t.value),
            effect: self.stated_name(t.effect),
            seconds: stated(t.seconds, |seconds| seconds),
            at: self.at(t.at),
        });
        let nodes = settings.selectors.iter().map(|s| Node {
            operator: self.stated_name(s.operator),
            values: stated(s.values, |values| values),
            at: self.at(s.at),
        });
        PlatformSettings {
            executor: self.certain(settings.executor, Ns::Executor),
            env: settings
                .env
                .iter()
                .map(|e| Variable { name: self.stated_name(e.name), at: self.at_of(&e.name) })
                .collect(),
            mounts: mounts.collect(),
            objects: settings
                .objects
                .iter()
                .map(|o| Object { kind: object_kind(o.kind), named: o.named, at: self.at(o.at) })
                .collect(),
            init_containers: settings
                .before
                .iter()
                .map(|b| InitContainer { name: self.stated_name(b.name), container: self.step(&b.step, user) })
                .collect(),
            nodes: nodes.collect(),
            tolerations: tolerations.collect(),
            user: stated(settings.user.id, |id| id),
            forbids_root: stated(settings.user.forbids_root, |forbids| forbids),
        }
    }
}

const fn object_kind(kind: ObjectKind) -> &'static str {
    match kind {
        ObjectKind::Secret => "secret",
        ObjectKind::ConfigMap => "config-map",
        ObjectKind::Claim => "claim",
        ObjectKind::Scratch => "scratch",
        ObjectKind::Volume => "volume",
        ObjectKind::Field => "field",
    }
}
