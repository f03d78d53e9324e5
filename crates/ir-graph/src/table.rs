//! Vectors that answer every index: beyond the end stands the default. What computes with many indices stays readable
//! that way, and has no index that could break it.

/// A vector of small values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table<T>(Vec<T>);

impl<T: Copy + Default> Table<T> {
    pub(crate) fn new(len: usize, value: T) -> Self {
        Self(vec![value; len])
    }

    pub(crate) fn at(&self, index: usize) -> T {
        self.0.get(index).copied().unwrap_or_default()
    }

    /// Does nothing beyond the end.
    pub(crate) fn set(&mut self, index: usize, value: T) {
        if let Some(slot) = self.0.get_mut(index) {
            *slot = value;
        }
    }

    pub(crate) fn push(&mut self, value: T) -> usize {
        self.0.push(value);
        self.0.len() - 1
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = T> {
        self.0.iter().copied()
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

/// A vector of lists, such as the neighbours of each node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists(Vec<Vec<usize>>);

impl Lists {
    pub(crate) fn new(len: usize) -> Self {
        Self(vec![Vec::new(); len])
    }

    pub(crate) fn at(&self, index: usize) -> &[usize] {
        self.0.get(index).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn add(&mut self, index: usize, value: usize) {
        if let Some(list) = self.0.get_mut(index) {
            list.push(value);
        }
    }
}
