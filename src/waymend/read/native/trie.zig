//! Phrases as a tree in which each step is a word's key: one table of (node, key) → node, and what phrases mean where they end.
const std = @import("std");
const t = @import("types.zig");

pub const Node = u32;
pub const none: u32 = std.math.maxInt(u32);

/// What a phrase means in one layer. `plain` leaves out what counts only where the text has capitals.
pub const Told = struct {
    layer: t.Layer,
    all: []const t.Meaning,
    plain: []const t.Meaning,
    next: u32, // the next layer of the same phrase, in the order they were taught
};

const Place = struct {
    key: t.Key,
    told: u32 = none,
    first: Node = none, // children, in the order they were taught
    last: Node = none,
    next: Node = none,
};

const Step = struct { from: u64 = empty, to: Node = 0 };
const empty: u64 = std.math.maxInt(u64);

pub const Trie = struct {
    places: std.ArrayListUnmanaged(Place) = .empty,
    told: std.ArrayListUnmanaged(Told) = .empty,
    steps: []Step = &.{},
    used: usize = 0,

    pub fn root(tr: *Trie, a: t.Allocator) t.Failed!Node {
        try tr.places.append(a, .{ .key = 0 });
        return @intCast(tr.places.items.len - 1);
    }

    pub fn step(tr: *const Trie, node: Node, key: t.Key) ?Node {
        const from = (@as(u64, node) << 32) | key;
        var at = spread(from) & (tr.steps.len - 1);
        while (tr.steps[at].from != from) : (at = (at + 1) & (tr.steps.len - 1)) {
            if (tr.steps[at].from == empty) return null;
        }
        return tr.steps[at].to;
    }

    pub fn hasSteps(tr: *const Trie, node: Node) bool {
        return tr.places.items[node].first != none;
    }

    pub fn toldAt(tr: *const Trie, node: Node) ?*const Told {
        return tr.after(tr.places.items[node].told);
    }

    pub fn after(tr: *const Trie, at: u32) ?*const Told {
        return if (at == none) null else &tr.told.items[at];
    }

    /// The node that a key leads to; it is made where there is none.
    pub fn grow(tr: *Trie, a: t.Allocator, node: Node, key: t.Key) t.Failed!Node {
        if (tr.used * 4 >= tr.steps.len * 3) try tr.widen(a);
        const from = (@as(u64, node) << 32) | key;
        var at = spread(from) & (tr.steps.len - 1);
        while (tr.steps[at].from != from) : (at = (at + 1) & (tr.steps.len - 1)) {
            if (tr.steps[at].from == empty) break;
        } else return tr.steps[at].to;
        const made = try tr.root(a);
        tr.places.items[made].key = key;
        const parent = &tr.places.items[node];
        if (parent.first == none) parent.first = made else tr.places.items[parent.last].next = made;
        parent.last = made;
        tr.steps[at] = .{ .from = from, .to = made };
        tr.used += 1;
        return made;
    }

    /// Add what the phrase that ends at a node means. meaning: one item, kept by the caller.
    pub fn mean(tr: *Trie, a: t.Allocator, node: Node, layer: t.Layer, meaning: []const t.Meaning, capitals: bool) t.Failed!void {
        var link = &tr.places.items[node].told;
        while (link.* != none) {
            const told = &tr.told.items[link.*];
            if (told.layer == layer) {
                const plain = times(told.plain, meaning[0]);
                if (capitals and times(told.all, meaning[0]) > plain) return;
                if (!capitals and plain > 0) return;
                told.all = try std.mem.concat(a, t.Meaning, &.{ told.all, meaning });
                if (!capitals) told.plain = try std.mem.concat(a, t.Meaning, &.{ told.plain, meaning });
                return;
            }
            link = &told.next;
        }
        link.* = @intCast(tr.told.items.len);
        try tr.told.append(a, .{ .layer = layer, .all = meaning, .plain = if (capitals) &.{} else meaning, .next = none });
    }

    fn widen(tr: *Trie, a: t.Allocator) t.Failed!void {
        const old = tr.steps;
        tr.steps = try a.alloc(Step, @max(1 << 14, old.len * 2));
        @memset(tr.steps, .{});
        for (old) |kept| {
            if (kept.from == empty) continue;
            var at = spread(kept.from) & (tr.steps.len - 1);
            while (tr.steps[at].from != empty) at = (at + 1) & (tr.steps.len - 1);
            tr.steps[at] = kept;
        }
        a.free(old);
    }
};

fn times(meanings: []const t.Meaning, wanted: t.Meaning) usize {
    var count: usize = 0;
    for (meanings) |meaning| {
        if (std.meta.eql(meaning, wanted)) count += 1;
    }
    return count;
}

fn spread(from: u64) usize {
    const h = (from ^ (from >> 32)) *% 0x9e3779b97f4a7c15;
    return @intCast((h ^ (h >> 32)) & 0xffffffff);
}
