//! Names for everything in a [`crate::Package`] that has an identity.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// Its place in the arena.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}

ids! {
    /// A [`crate::Component`].
    ComponentId
    /// A [`crate::Port`].
    PortId
    /// A [`crate::Graph`].
    GraphId
    /// A [`crate::Task`].
    TaskId
    /// A [`crate::Binding`].
    BindingId
    /// A [`crate::Pod`].
    PodId
    /// An [`crate::Expr`].
    ExprId
    /// A [`crate::Def`].
    DefId
    /// A [`crate::Ref`].
    RefId
    /// A [`crate::Scope`].
    ScopeId
    /// An interned text of a [`crate::Names`].
    NameId
    /// A file of the workspace. Given out by whoever holds the files.
    FileId
}

/// A vector indexed by one of the ids above.
#[derive(Clone, Debug)]
pub struct Arena<I, T> {
    items: Vec<T>,
    id: std::marker::PhantomData<fn() -> I>,
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self { items: Vec::new(), id: std::marker::PhantomData }
    }
}

impl<I: From<usize> + Copy, T> Arena<I, T>
where
    usize: TryFromId<I>,
{
    /// Adds `item` and names it.
    pub fn push(&mut self, item: T) -> I {
        let id = I::from(self.items.len());
        self.items.push(item);
        id
    }

    /// The item named `id`.
    #[must_use]
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(usize::from_id(id))
    }

    /// The item named `id`, to change it.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.items.get_mut(usize::from_id(id))
    }

    /// All items with their names, in the order in which they were added.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(i, t)| (I::from(i), t))
    }

    /// All items without their names.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// The name that the next [`Arena::push`] will give.
    #[must_use]
    pub fn next_id(&self) -> I {
        I::from(self.items.len())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// The arena index of an id.
pub trait TryFromId<I> {
    /// Its place in the arena.
    fn from_id(id: I) -> Self;
}

macro_rules! from_ids {
    ($($name:ident)*) => {$(
        impl TryFromId<$name> for usize {
            fn from_id(id: $name) -> Self {
                id.index()
            }
        }
    )*};
}

from_ids!(ComponentId PortId GraphId TaskId BindingId PodId ExprId DefId RefId ScopeId NameId);
