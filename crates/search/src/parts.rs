//! Into which parts the index is divided: a handful of about the same size, so that every core has some of them and none has
//! all, and few enough that opening each costs nothing.

use tantivy::index::{SegmentId, SegmentMeta};
use tantivy::indexer::{LogMergePolicy, MergeCandidate, MergePolicy};
use tantivy::{Index, IndexWriter, TantivyDocument};
use vasculum_model::Result;

use crate::place::failed;

/// An index comes to about so many large parts.
const PARTS: u32 = 8;
/// Parts of so many records are small, however few there are in all.
const SMALL: u32 = 100_000;
/// A part of which more is deleted is written anew.
const DELETED: f32 = 0.3;

/// Small parts become larger ones level by level, as tantivy does it, but none larger than its share of the whole.
#[derive(Debug)]
pub(crate) struct EvenParts(LogMergePolicy);

impl EvenParts {
    pub(crate) fn new() -> Self {
        let mut levels = LogMergePolicy::default();
        levels.set_del_docs_ratio_before_merge(DELETED);
        Self(levels)
    }
}

impl MergePolicy for EvenParts {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let most = share(segments);
        let levels = self.0.compute_merge_candidates(segments);
        let level = |candidate: &MergeCandidate| -> Vec<&SegmentMeta> {
            segments.iter().filter(|segment| candidate.0.contains(&segment.id())).collect()
        };
        levels.iter().flat_map(|candidate| together(level(candidate), most)).map(MergeCandidate).collect()
    }
}

/// The most records of a part.
fn share(segments: &[SegmentMeta]) -> u32 {
    let all: u32 = segments.iter().map(SegmentMeta::num_docs).fold(0, u32::saturating_add);
    (all / PARTS).max(SMALL)
}

/// Which segments become one: small ones together while they stay within the limit, and such as have much deleted.
fn together(mut segments: Vec<&SegmentMeta>, most: u32) -> Vec<Vec<SegmentId>> {
    segments.sort_by_key(|segment| segment.num_docs());
    let mut groups: Vec<(u32, Vec<&SegmentMeta>)> = Vec::new();
    for segment in segments {
        match groups.last_mut() {
            Some((sum, group)) if sum.saturating_add(segment.num_docs()) <= most => {
                *sum += segment.num_docs();
                group.push(segment);
            }
            _ => groups.push((segment.num_docs(), vec![segment])),
        }
    }
    let is_worn = |segment: &SegmentMeta| segment.num_deleted_docs() as f32 > DELETED * segment.max_doc() as f32;
    groups.retain(|(_, group)| group.len() > 1 || group.iter().any(|segment| is_worn(segment)));
    groups.into_iter().map(|(_, group)| group.iter().map(|segment| segment.id()).collect()).collect()
}

/// Makes few parts of the many that filling an index leaves behind, if there are more than twice as many as there should be.
pub(crate) fn even_out(index: &Index, writer: &mut IndexWriter<TantivyDocument>) -> Result<()> {
    let segments = index.searchable_segment_metas().map_err(failed)?;
    if segments.len() <= 2 * PARTS as usize {
        return Ok(());
    }
    let groups = together(segments.iter().collect(), share(&segments));
    let merges: Vec<_> = groups.iter().map(|group| writer.merge(group)).collect();
    merges.into_iter().try_for_each(|merge| merge.wait().map(drop).map_err(failed))
}

#[cfg(test)]
mod tests {
    use tantivy::schema::Schema;

    use super::*;

    fn segments(sizes: &[u32]) -> Vec<SegmentMeta> {
        let index = Index::create_in_ram(Schema::builder().build());
        sizes.iter().map(|size| index.new_segment_meta(SegmentId::generate_random(), *size)).collect()
    }

    /// The sizes of the parts that a policy makes of these.
    fn made(sizes: &[u32]) -> Vec<u32> {
        let before = segments(sizes);
        let size = |id: &SegmentId| before.iter().find(|segment| segment.id() == *id).unwrap().num_docs();
        let merged = EvenParts::new().compute_merge_candidates(&before);
        merged.iter().map(|group| group.0.iter().map(size).sum()).collect()
    }

    #[test]
    fn small_saves_become_one_part() {
        assert_eq!(made(&[1; 8]), [8]);
        assert!(made(&[1; 7]).is_empty());
    }

    #[test]
    fn parts_of_a_million_records_stay_apart() {
        assert!(made(&[183_000, 182_000, 190_000, 202_000, 214_000, 292_000, 183_100, 182_900]).is_empty());
    }

    #[test]
    fn very_many_parts_become_a_handful() {
        let parts = made(&[168_000; 68]);
        assert!(parts.len() <= 9 && parts.iter().all(|part| *part <= 168_000 * 68 / 8), "{parts:?}");
        assert_eq!(parts.iter().sum::<u32>(), 168_000 * 68, "{parts:?}");
    }
}
