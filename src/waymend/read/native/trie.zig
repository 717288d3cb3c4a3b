//! Phrases as a tree in which each step is a word's key: one table of (node, key) → node, and what phrases mean where they end.
const std = @import("std");
const t = @import("types.zig");

pub const Node = u32;
/// The key of a step over words of any kind; the lexicon holds it from the start.
pub const GAP: t.Key = 1;
pub const none: Node = std.math.maxInt(Node);

/// What a phrase means in one layer. `plain` leaves out what counts only where the text has capitals.
pub const Told = struct { layer: t.Layer, all: []const t.Meaning, plain: []const t.Meaning };

/// What one line of the guide says of its phrases, by its number. meaning: one item, kept by the caller.
pub const Say = struct { number: u32, layer: t.Layer, meaning: []const t.Meaning, capitals: bool };

/// `keys`: a bit for some of the keys that lead on, so that most steps that lead nowhere are seen without a look at the table.
const Place = struct { told: u32 = 0, keys: u32 = 0 };
pub const Step = struct { from: Node = none, key: t.Key = 0, to: Node = 0 };

pub const Trie = struct {
    places: std.ArrayListUnmanaged(Place) = .empty, // by Node
    steps: []Step = &.{}, // children have the numbers in which they were taught
    used: usize = 0,
    // Many thousand phrases mean a few hundred things: what is told at a node is kept once, as are the ways from there to more.
    told: std.ArrayListUnmanaged([]const Told) = .empty,
    more: std.AutoHashMapUnmanaged(struct { told: u32, say: u32 }, u32) = .empty,

    pub fn root(tr: *Trie, a: t.Allocator) t.Failed!Node {
        if (tr.told.items.len == 0) try tr.told.append(a, &.{});
        try tr.places.append(a, .{});
        return @intCast(tr.places.items.len - 1);
    }

    pub fn step(tr: *const Trie, node: Node, key: t.Key) ?Node {
        if (tr.places.items[node].keys & bit(key) == 0) return null;
        const found = &tr.steps[tr.slot(node, key)];
        return if (found.from == none) null else found.to;
    }

    pub fn goesOn(tr: *const Trie, node: Node) bool {
        return tr.places.items[node].keys != 0;
    }

    /// Where a step over words of any kind leads.
    pub fn beyond(tr: *const Trie, node: Node) ?Node {
        return tr.step(node, GAP);
    }

    /// What the phrase that ends at a node means, layers in the order they were taught.
    pub fn toldAt(tr: *const Trie, node: Node) []const Told {
        return tr.told.items[tr.places.items[node].told];
    }

    /// The node that a key leads to; it is made where there is none.
    pub fn grow(tr: *Trie, a: t.Allocator, node: Node, key: t.Key) t.Failed!Node {
        if (tr.used * 8 >= tr.steps.len * 7) try tr.widen(a);
        const found = &tr.steps[tr.slot(node, key)];
        if (found.from == none) {
            found.* = .{ .from = node, .key = key, .to = try tr.root(a) };
            tr.places.items[node].keys |= bit(key);
            tr.used += 1;
        }
        return found.to;
    }

    /// Add what the phrase that ends at a node means.
    pub fn mean(tr: *Trie, a: t.Allocator, node: Node, say: Say) t.Failed!void {
        const place = &tr.places.items[node];
        const found = try tr.more.getOrPut(a, .{ .told = place.told, .say = say.number });
        if (!found.found_existing) found.value_ptr.* = try tr.with(a, place.told, say);
        place.told = found.value_ptr.*;
    }

    /// What is told with one say more.
    fn with(tr: *Trie, a: t.Allocator, before: u32, say: Say) t.Failed!u32 {
        var told: std.ArrayListUnmanaged(Told) = .empty;
        try told.appendSlice(a, tr.told.items[before]);
        for (told.items) |*one| {
            if (one.layer != say.layer) continue;
            const plain = times(one.plain, say.meaning[0]);
            if (if (say.capitals) times(one.all, say.meaning[0]) > plain else plain > 0) return before;
            one.all = try std.mem.concat(a, t.Meaning, &.{ one.all, say.meaning });
            if (!say.capitals) one.plain = try std.mem.concat(a, t.Meaning, &.{ one.plain, say.meaning });
            break;
        } else try told.append(a, .{ .layer = say.layer, .all = say.meaning, .plain = if (say.capitals) &.{} else say.meaning });
        try tr.told.append(a, told.items);
        return @intCast(tr.told.items.len - 1);
    }

    /// Where a step is, or would be.
    fn slot(tr: *const Trie, node: Node, key: t.Key) usize {
        const from = (@as(u64, node) << 32 | key) *% 0x9e3779b97f4a7c15;
        var at: usize = @intCast((from >> 40 ^ from >> 20) & (tr.steps.len - 1));
        while (tr.steps[at].from != none and (tr.steps[at].from != node or tr.steps[at].key != key)) at = (at + 1) & (tr.steps.len - 1);
        return at;
    }

    fn widen(tr: *Trie, a: t.Allocator) t.Failed!void {
        const old = tr.steps;
        tr.steps = try a.alloc(Step, @max(1 << 14, old.len * 2));
        @memset(tr.steps, .{});
        for (old) |kept| if (kept.from != none) {
            tr.steps[tr.slot(kept.from, kept.key)] = kept;
        };
        a.free(old);
    }
};

/// The first bit is the gap's alone.
fn bit(key: t.Key) u32 {
    return if (key == GAP) 1 else @as(u32, 2) << @intCast(key % 31);
}

fn times(meanings: []const t.Meaning, wanted: t.Meaning) usize {
    var count: usize = 0;
    for (meanings) |meaning| {
        if (std.meta.eql(meaning, wanted)) count += 1;
    }
    return count;
}
