//! Where artifacts lie: the places that need more than a key.

use ir_model::FaultKind;
use ir_syntax::Node;

use super::{Argo, fault};
use crate::lowering::text_origin;

/// What logs in to HDFS with a ticket, and what must stand beside it.
const TICKET: (&str, &[&str]) = ("krbCCacheSecret", &["krbServicePrincipalName", "krbConfigConfigMap"]);
/// What logs in to HDFS with a table of keys, and what must stand beside it.
const TABLE: (&str, &[&str]) =
    ("krbKeytabSecret", &["krbServicePrincipalName", "krbConfigConfigMap", "krbUsername", "krbRealm"]);

impl<'t> Argo<'t> {
    /// The places of artifacts that need more than a key.
    pub(in crate::argo) fn check_location(&mut self, holder: Node<'t>) {
        if let Some((key, git)) = self.l.entry(holder, "git").filter(|(_, g)| g.is_mapping() && !g.has_loss())
            && self.l.field(git, "repo").is_some_and(|r| r.is_scalar() && r.text().is_empty())
        {
            self.report(key.span(), fault(FaultKind::MissingKey, "`repo` is empty in a place in a Git repository"));
        }
        if let Some((key, hdfs)) = self.l.entry(holder, "hdfs").filter(|(_, h)| h.is_mapping() && !h.has_loss()) {
            self.hdfs(key, hdfs);
        }
    }

    /// The engine looks at a place in HDFS up to the first defect.
    fn hdfs(&mut self, key: Node<'t>, hdfs: Node<'t>) {
        if self.l.field(hdfs, "addresses").is_none_or(|a| a.items().next().is_none()) {
            let draft = fault(FaultKind::MissingKey, "`addresses` is missing in a place in HDFS");
            return self.report(key.span(), draft);
        }
        if let Some(path) = self.written(hdfs, "path").filter(|p| !p.text().starts_with(['/', '{'])) {
            let title = format!("the path `{}` is not absolute", path.text());
            return self.report(
                text_origin(path).span,
                fault(FaultKind::MalformedValue, title).label("it must begin with `/`"),
            );
        }
        let logins: Vec<_> = [TABLE, TICKET].into_iter().filter(|(key, _)| self.l.field(hdfs, key).is_some()).collect();
        if logins.is_empty() && self.written(hdfs, "hdfsUser").is_none_or(|user| user.text().is_empty()) {
            let draft = fault(FaultKind::MissingKey, "nothing says who reads the place in HDFS");
            return self.report(
                key.span(),
                draft.label("one of `hdfsUser`, `krbCCacheSecret` and `krbKeytabSecret` is missing"),
            );
        }
        for (login, beside) in logins {
            let missing = beside.iter().find(|wanted| {
                self.l.field(hdfs, wanted).is_none_or(|n| n.is_missing() || (n.is_scalar() && n.text().is_empty()))
            });
            if let (Some(missing), Some((at, _))) = (missing, self.l.entry(hdfs, login)) {
                let draft = fault(FaultKind::MissingKey, format!("`{missing}` is missing beside `{login}`"));
                return self.report(at.span(), draft);
            }
        }
    }
}
