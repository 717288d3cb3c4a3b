//! The guide's patterns as one automaton over the keys of words, whose states are made when a text first comes there; automaton.py says why.
const std = @import("std");
const t = @import("types.zig");

pub const State = u32;
/// The key of a step over words of any kind; the lexicon holds it from the start.
pub const GAP: t.Key = 1;
pub const none: State = std.math.maxInt(State);
const unmade: State = none - 1;
const SPREAD = 0x9E3779B1; // by which keys are hashed

/// What a phrase means in one layer. `plain` leaves out what counts only where the text has capitals.
pub const Told = struct { layer: t.Layer, all: []const t.Meaning, plain: []const t.Meaning };

/// What one line of the guide says of its phrases, by its number. meaning: one item, kept by the caller. filled: small words may stand inside a phrase, and
/// those of the pattern are left out there.
pub const Say = struct { number: u32, layer: t.Layer, meaning: []const t.Meaning, capitals: bool, filled: bool };

/// A step into what a part of a pattern may be. ends: whether one of its options ends here; small: whether a small word may follow.
pub const Node = u32;
const Branch = struct { key: t.Key = 0, ends: bool = false, small: bool = false, child: Node = none, next: Node = none };

/// A part of a pattern, by the root of its tree; `none` past the last. closes: whether nothing need follow.
pub const Slot = struct { part: Node, pattern: u32, closes: bool };

/// How far a phrase has come: to a node in a part of a pattern.
const Place = struct {
    slot: u32,
    node: Node,

    fn before(_: void, one: Place, other: Place) bool {
        return if (one.node != other.node) one.node < other.node else one.slot < other.slot;
    }
};
/// Where a key leads. A state's steps are a table by the hash of their keys, with room for as many again. Its tags are seven bits of the hash of each key, and
/// `free` where there is none: they lie close together, and a key that leads nowhere is mostly seen by them alone.
const Step = struct { key: t.Key = 0, to: State = unmade };
const free: u8 = 0;
/// keys: a bit for some of the keys that lead on, so that most steps that lead nowhere are seen without a search. gap: whether a gap does.
const Made = struct {
    told: u32,
    gap: bool = false,
    steps: Range = .{},
    places: Range = .{},
    keys: [4]u64 = @splat(0),

    inline fn mayStep(made: *const Made, key: t.Key) bool {
        const mixed = key *% SPREAD;
        return made.keys[mixed >> 30] >> @as(u6, @truncate(mixed >> 24)) & 1 != 0;
    }
};
const Range = struct { from: u32 = 0, len: u32 = 0 };
const Begin = struct { key: t.Key, place: Place };

fn List(T: type) type {
    return std.ArrayListUnmanaged(T);
}

pub const Automaton = struct {
    a: t.Allocator,
    most: usize, // states that are kept
    tree: List(Branch) = .empty,
    slots: List(Slot) = .empty,
    says: List(Say) = .empty, // by pattern
    fillers: []const bool = &.{}, // by Key

    begins: [2][]const []const Place = .{ &.{}, &.{} }, // by `filled` and the first key
    begun: [2][]State = .{ &.{}, &.{} },
    first: [2]List(Begin) = .{ .empty, .empty }, // until the guide is learned

    states: List(Made) = .empty,
    steps: List(Step) = .empty,
    tags: List(u8) = .empty, // as many as steps
    places: List(Place) = .empty,
    known: std.HashMapUnmanaged(State, void, ByContent, 80) = .empty,
    // Many thousand phrases mean a few hundred things: what is told at a state is kept once, as are the ways from there to more.
    told: List([]const Told) = .empty,
    more: std.AutoHashMapUnmanaged(struct { told: u32, say: u32 }, u32) = .empty,
    // While one state is made:
    at: List(Place) = .empty,
    ended: List(u32) = .empty,
    seen: List(struct { place: Place, dropped: bool }) = .empty,
    leads: List(t.Key) = .empty,

    /// A new part; `option` adds what it may be.
    pub fn part(m: *Automaton) t.Failed!Node {
        try m.tree.append(m.a, .{});
        return @intCast(m.tree.items.len - 1);
    }

    pub fn option(m: *Automaton, root: Node, keys: []const t.Key) t.Failed!void {
        var node = root;
        for (keys) |key| node = try m.grow(node, key);
        m.tree.items[node].ends = true;
    }

    fn grow(m: *Automaton, node: Node, key: t.Key) t.Failed!Node {
        if (m.childOf(node, key)) |known| return known;
        const new: Node = @intCast(m.tree.items.len);
        try m.tree.append(m.a, .{ .key = key });
        var next = &m.tree.items[node].child; // the end of the list: children stay in the order they were taught
        while (next.* != none) next = &m.tree.items[next.*].next;
        next.* = new;
        return new;
    }

    /// Learn a pattern. Of two that mean something at the same words the one that was taught first is told first.
    pub fn teach(m: *Automaton, parts: []const Node, say: Say) t.Failed!void {
        const pattern: u32 = @intCast(m.says.items.len);
        try m.says.append(m.a, say);
        var first = true; // whether the phrase may begin in this part
        for (parts, 0..) |root, n| {
            const slot: u32 = @intCast(m.slots.items.len);
            if (first) {
                var child = m.tree.items[root].child;
                while (child != none) : (child = m.tree.items[child].next)
                    try m.first[@intFromBool(say.filled)].append(m.a, .{ .key = m.tree.items[child].key, .place = .{ .slot = slot, .node = child } });
                first = m.tree.items[root].ends;
            }
            const closes = for (parts[n + 1 ..]) |later| {
                if (!m.tree.items[later].ends) break false;
            } else true;
            try m.slots.append(m.a, .{ .part = root, .pattern = pattern, .closes = closes });
        }
        try m.slots.append(m.a, .{ .part = none, .pattern = pattern, .closes = true });
    }

    /// Once all patterns are learned. fillers: by key, whether it is a small word that is left out inside a phrase.
    pub fn finish(m: *Automaton, fillers: []const bool) t.Failed!void {
        m.fillers = fillers;
        for (m.tree.items) |*branch| {
            var child = branch.child;
            while (child != none) : (child = m.tree.items[child].next) branch.small = branch.small or fillers[m.tree.items[child].key];
        }
        for (&m.begins, &m.begun, &m.first) |*begins, *begun, *first| {
            begun.* = try m.a.alloc(State, fillers.len);
            @memset(begun.*, unmade);
            const counts = try m.a.alloc(u32, fillers.len);
            defer m.a.free(counts);
            @memset(counts, 0);
            for (first.items) |one| counts[one.key] += 1;
            const lists = try m.a.alloc([]Place, fillers.len);
            for (lists, counts) |*list, *count| {
                list.* = try m.a.alloc(Place, count.*);
                count.* = 0;
            }
            for (first.items) |one| {
                lists[one.key][counts[one.key]] = one.place;
                counts[one.key] += 1;
            }
            begins.* = lists;
            first.clearAndFree(m.a);
        }
        try m.told.append(m.a, &.{});
    }

    /// Where a text stands after its first word; null where no phrase begins with it.
    pub fn begin(m: *Automaton, filled: bool, key: t.Key) t.Failed!?State {
        const begun = &m.begun[@intFromBool(filled)][key];
        if (begun.* == unmade) {
            const places = m.begins[@intFromBool(filled)][key];
            begun.* = if (places.len == 0) none else try m.state(places);
        }
        return if (begun.* == none) null else begun.*;
    }

    /// Whether a phrase may go on with a word; most that do not are told by this alone.
    pub inline fn mayStep(m: *const Automaton, from: State, key: t.Key) bool {
        return m.states.items[from].mayStep(key);
    }

    /// Where a text stands after one word more; null where no phrase goes on so.
    pub inline fn step(m: *Automaton, from: State, key: t.Key) t.Failed!?State {
        if (!m.mayStep(from, key)) return null; // most steps lead nowhere
        return m.lookUp(from, key);
    }

    fn lookUp(m: *Automaton, from: State, key: t.Key) t.Failed!?State {
        const made = &m.states.items[from];
        const at = made.steps.from + m.find(made.steps, key);
        if (m.tags.items[at] == free) return null;
        const known = m.steps.items[at].to;
        if (known != unmade) return known;
        return try m.make(made.places, key, at);
    }

    noinline fn make(m: *Automaton, places: Range, key: t.Key, at: u32) t.Failed!State {
        const to = try m.after(places, key); // which may move the list of steps
        m.steps.items[at].to = to;
        return to;
    }

    /// Whether nothing is told at a state, and no phrase goes on from it over words of any kind: only the next word says more.
    pub inline fn isQuiet(m: *const Automaton, at: State) bool {
        const made = &m.states.items[at];
        return made.told == 0 and !made.gap;
    }

    /// Whether a phrase goes on from a state over words of any kind.
    pub inline fn bridges(m: *const Automaton, at: State) bool {
        return m.states.items[at].gap;
    }

    pub inline fn goesOn(m: *const Automaton, from: State) bool {
        return m.states.items[from].steps.len != 0;
    }

    /// What the phrases that end at a state mean, layers in the order they were taught.
    pub fn toldAt(m: *const Automaton, at: State) []const Told {
        return m.told.items[m.states.items[at].told];
    }

    /// Forgets the states when they have become many. None of those that were handed out may be stepped from afterwards.
    pub fn tidy(m: *Automaton) void {
        if (m.states.items.len <= m.most) return;
        for (m.begun) |begun| @memset(begun, unmade);
        m.states.clearRetainingCapacity();
        m.steps.clearRetainingCapacity();
        m.tags.clearRetainingCapacity();
        m.places.clearRetainingCapacity();
        m.known.clearRetainingCapacity();
    }

    /// All options of a part, each once, in the order of Python's Part.options.
    pub fn options(m: *const Automaton, a: t.Allocator, root: Node) t.Failed![]const []const t.Key {
        var found: List([]const t.Key) = .empty;
        var keys: List(t.Key) = .empty;
        try m.walk(a, root, &keys, &found);
        return found.items;
    }

    fn walk(m: *const Automaton, a: t.Allocator, node: Node, keys: *List(t.Key), found: *List([]const t.Key)) t.Failed!void {
        if (m.tree.items[node].ends) try found.append(a, try a.dupe(t.Key, keys.items));
        var child = m.tree.items[node].child;
        while (child != none) : (child = m.tree.items[child].next) {
            try keys.append(a, m.tree.items[child].key);
            try m.walk(a, child, keys, found);
            _ = keys.pop();
        }
    }

    fn isFilled(m: *const Automaton, slot: u32) bool {
        return m.says.items[m.slots.items[slot].pattern].filled;
    }

    fn mayEnd(m: *const Automaton, slot: u32, node: Node) bool {
        return m.tree.items[node].ends and m.slots.items[slot].closes;
    }

    fn childOf(m: *const Automaton, node: Node, key: t.Key) ?Node {
        var child = m.tree.items[node].child;
        while (child != none) : (child = m.tree.items[child].next) {
            if (m.tree.items[child].key == key) return child;
        }
        return null;
    }

    fn after(m: *Automaton, range: Range, key: t.Key) t.Failed!State {
        var places: List(Place) = .empty;
        defer places.deinit(m.a);
        m.ended.clearRetainingCapacity();
        var last = Place{ .slot = none, .node = none };
        var child: ?Node = null;
        for (m.places.items[range.from..][0..range.len]) |place| {
            if (place.node != last.node) child = m.childOf(place.node, key);
            last = place;
            const node = child orelse continue;
            if (!(m.fillers[key] and m.isFilled(place.slot))) {
                try places.append(m.a, .{ .slot = place.slot, .node = node });
            } else if (m.mayEnd(place.slot, node)) { // a small word that is not left out is the last of its phrase
                try m.ended.append(m.a, m.slots.items[place.slot].pattern);
            }
        }
        return m.join(places.items);
    }

    fn state(m: *Automaton, places: []const Place) t.Failed!State {
        m.ended.clearRetainingCapacity();
        return m.join(places);
    }

    /// The state of phrases that have come to `from`, and of those in `ended`.
    fn join(m: *Automaton, from: []const Place) t.Failed!State {
        m.at.clearRetainingCapacity();
        for (from) |place| {
            m.seen.clearRetainingCapacity();
            try m.reach(place, false);
        }
        std.sort.pdq(Place, m.at.items, {}, Place.before);
        std.sort.pdq(u32, m.ended.items, {}, std.sort.asc(u32));
        var made = Made{ .told = 0, .places = .{ .from = @intCast(m.places.items.len) } };
        for (m.at.items, 0..) |place, n| {
            if (n == 0 or !std.meta.eql(place, m.at.items[n - 1])) try m.places.append(m.a, place);
        }
        made.places.len = @intCast(m.places.items.len - made.places.from);
        for (m.ended.items) |pattern| made.told = try m.with(made.told, m.says.items[pattern]);
        const new: State = @intCast(m.states.items.len);
        try m.states.append(m.a, made);
        const found = try m.known.getOrPutContext(m.a, new, .{ .m = m });
        if (found.found_existing) {
            m.places.items.len = made.places.from;
            _ = m.states.pop();
            return found.key_ptr.*;
        }
        try m.leadOn(&m.states.items[new]);
        return new;
    }

    /// Notes what may come next.
    fn leadOn(m: *Automaton, made: *Made) t.Failed!void {
        m.leads.clearRetainingCapacity();
        var last: Node = none;
        for (m.places.items[made.places.from..][0..made.places.len]) |place| {
            const again = place.node == last;
            last = place.node;
            if (again and !m.tree.items[place.node].small) continue;
            var child = m.tree.items[place.node].child;
            while (child != none) : (child = m.tree.items[child].next) {
                const key = m.tree.items[child].key;
                if (if (m.fillers[key]) !m.isFilled(place.slot) or m.mayEnd(place.slot, child) else !again)
                    try m.leads.append(m.a, key);
            }
        }
        if (m.leads.items.len == 0) return;
        std.sort.pdq(t.Key, m.leads.items, {}, std.sort.asc(t.Key));
        var len: usize = 0;
        for (m.leads.items) |key| {
            if (len > 0 and m.leads.items[len - 1] == key) continue;
            m.leads.items[len] = key;
            len += 1;
        }
        made.steps = .{ .from = @intCast(m.steps.items.len), .len = @intCast(std.math.ceilPowerOfTwoAssert(usize, 2 * len)) };
        try m.steps.appendNTimes(m.a, .{}, made.steps.len);
        try m.tags.appendNTimes(m.a, free, made.steps.len);
        for (m.leads.items[0..len]) |key| {
            const at = made.steps.from + m.find(made.steps, key);
            m.steps.items[at].key = key;
            m.tags.items[at] = tag(key);
            const mixed = key *% SPREAD;
            made.keys[mixed >> 30] |= @as(u64, 1) << @truncate(mixed >> 24);
            made.gap = made.gap or key == GAP;
        }
    }

    /// The step by a key in the table of a state, or the free place where it would be.
    fn find(m: *const Automaton, table: Range, key: t.Key) u32 {
        const tags = m.tags.items[table.from..][0..table.len];
        var at = (key *% SPREAD) >> 8 & (table.len - 1);
        while (tags[at] != free and !(tags[at] == tag(key) and m.steps.items[table.from + at].key == key)) at = (at + 1) & (table.len - 1);
        return at;
    }

    /// Where a phrase stands that has come to a node: there, at what follows where an option ends, and past small words. dropped: a small word was left out
    /// last, so that no phrase ends here.
    fn reach(m: *Automaton, place: Place, dropped: bool) t.Failed!void {
        for (m.seen.items) |one| {
            if (one.dropped == dropped and std.meta.eql(one.place, place)) return;
        }
        try m.seen.append(m.a, .{ .place = place, .dropped = dropped });
        const branch = m.tree.items[place.node];
        if (branch.child != none) try m.at.append(m.a, place);
        if (branch.ends) {
            const following = m.slots.items[place.slot + 1];
            if (following.part != none) {
                try m.reach(.{ .slot = place.slot + 1, .node = following.part }, dropped);
            } else if (!dropped) try m.ended.append(m.a, following.pattern);
        }
        if (!branch.small or !m.isFilled(place.slot)) return;
        var child = branch.child;
        while (child != none) : (child = m.tree.items[child].next) {
            if (m.fillers[m.tree.items[child].key]) try m.reach(.{ .slot = place.slot, .node = child }, true);
        }
    }

    /// What is told with one say more.
    fn with(m: *Automaton, before: u32, say: Say) t.Failed!u32 {
        const found = try m.more.getOrPut(m.a, .{ .told = before, .say = say.number });
        if (!found.found_existing) found.value_ptr.* = try m.tell(before, say);
        return found.value_ptr.*;
    }

    fn tell(m: *Automaton, before: u32, say: Say) t.Failed!u32 {
        var told: List(Told) = .empty;
        try told.appendSlice(m.a, m.told.items[before]);
        for (told.items) |*one| {
            if (one.layer != say.layer) continue;
            const plain = times(one.plain, say.meaning[0]);
            if (if (say.capitals) times(one.all, say.meaning[0]) > plain else plain > 0) return before;
            one.all = try std.mem.concat(m.a, t.Meaning, &.{ one.all, say.meaning });
            if (!say.capitals) one.plain = try std.mem.concat(m.a, t.Meaning, &.{ one.plain, say.meaning });
            break;
        } else try told.append(m.a, .{ .layer = say.layer, .all = say.meaning, .plain = if (say.capitals) &.{} else say.meaning });
        try m.told.append(m.a, told.items);
        return @intCast(m.told.items.len - 1);
    }
};

/// States are the same where the same phrases go on, and the same is told.
const ByContent = struct {
    m: *const Automaton,

    pub fn hash(by: ByContent, of: State) u64 {
        const made = by.m.states.items[of];
        return std.hash.Wyhash.hash(made.told, std.mem.sliceAsBytes(by.places(made)));
    }
    pub fn eql(by: ByContent, one: State, other: State) bool {
        const a = by.m.states.items[one];
        const b = by.m.states.items[other];
        return a.told == b.told and std.mem.eql(u8, std.mem.sliceAsBytes(by.places(a)), std.mem.sliceAsBytes(by.places(b)));
    }
    fn places(by: ByContent, made: Made) []const Place {
        return by.m.places.items[made.places.from..][0..made.places.len];
    }
};

inline fn tag(key: t.Key) u8 {
    return @as(u8, @truncate(key *% SPREAD)) | 0x80;
}

fn times(meanings: []const t.Meaning, wanted: t.Meaning) usize {
    var count: usize = 0;
    for (meanings) |meaning| {
        if (std.meta.eql(meaning, wanted)) count += 1;
    }
    return count;
}
