//! What the modules of the compiled reader hand to each other. Semantics are those of the Python reader beside this folder, to the byte.
//! What a text is made of (tokens, and the flags of words) is in tokens.zig, and handed on here.
const std = @import("std");
pub const Allocator = std.mem.Allocator;
pub const Failed = error{OutOfMemory};

const tokens = @import("tokens.zig");
pub const Id = tokens.Id;
pub const Flags = tokens.Flags;
pub const Bits = tokens.Bits;
pub const Timed = tokens.Timed;
pub const Kind = tokens.Kind;
pub const Key = tokens.Key;
pub const Token = tokens.Token;
pub const Tokens = tokens.Tokens;
pub const Seen = tokens.Seen;
pub const holds = tokens.holds;
pub const codePoint = tokens.codePoint;
pub const pairs = tokens.pairs;

/// An id of the guide (finding, concept, concern, option, unit) by its place in `Reader.names`. `no_name` stands for Python's None.
pub const Name = u32;
pub const no_name: Name = 0;

/// Whether a kind is of a cue that stands after what it turns.
pub fn isAfter(kind: CueKind) bool {
    return switch (kind) {
        .current_after, .deny_after, .done_after, .doubt_after, .head_after, .minus_after, .other_after, .past_after, .planned_after => true,
        .ago_after, .since_after, .keeps_after, .offer_after, .positive_after, .quit_after, .resolved_after, .test_after, .then_after, .unlikely_after, .until_after, .using_after, .out_after => true,
        .contrary_after, .elsewhere_after, .gone_after, .nil_after, .none_since_after, .refused_after, .sure_after, .treats_after, .unasked_after => true,
        else => false,
    };
}

/// Layers of phrases, in the order of Python's letters (lexicon.py).
pub const Layer = enum(u8) { finding, named, option, cue, after, section, vital, size, unit, when, medical, timed, standing, concern, apart, denied, inner, route, together, hint, result, deniable, date, echo, sequel, known };
const LETTERS = "fnocasvzutmqkydxirghljwebp";

pub fn layerOf(letter: []const u8) ?Layer {
    if (letter.len != 1) return null;
    return @enumFromInt(std.mem.indexOfScalar(u8, LETTERS, letter[0]) orelse return null);
}

/// Kinds of cues. `other_kind` is a kind of the guide that the code does not know: it turns nothing.
pub const CueKind = enum(u8) {
    other_kind,
    ago_after,
    aside,
    asks,
    causes,
    clause,
    contrary_after,
    current,
    current_after,
    dash,
    dated,
    deny,
    deny_after,
    deny_first,
    done,
    done_after,
    doubt,
    doubt_after,
    doubt_list,
    elsewhere_after,
    ended,
    ended_later,
    ends,
    from,
    gone,
    gone_after,
    had,
    head_after,
    @"if",
    joint,
    judged,
    keeps,
    keeps_after,
    like,
    minus_after,
    nil_after,
    none,
    none_since_after,
    not,
    offer,
    offer_after,
    old,
    on,
    other,
    other_after,
    out_after,
    over,
    past,
    past_after,
    planned,
    planned_after,
    planned_first,
    positive_after,
    quit_after,
    refused,
    refused_after,
    resolved_after,
    result,
    seeks,
    sign,
    since_after,
    subsided,
    sure,
    sure_after,
    @"test",
    test_after,
    test_first,
    then_after,
    treats,
    treats_after,
    turns,
    unanswered,
    unasked,
    unasked_after,
    unlikely,
    unlikely_after,
    until_after,
    using_after,
};

/// What a phrase says of a time, or of an ending; `month` is found by the code; `begun`, `newly`, `until`, `done` and `last` are told by the words before it.
pub const MarkKind = enum(u8) { unknown, none, dated, lately, fresh, days, span, lasts, closed, ended, again, anew, resumed, others, unfound, month, begun, newly, until, done, last, recent };

/// What stands for something that was named before (echoes.zig); `unknown` is every kind that the code does not know.
pub const EchoKind = enum(u8) { unknown, does_not, never_used, others_do, have_it, own, own_asked, clear, seemed, instead, was_not, no_such, ended, ended_there, begun_again, refuted, none_own, none_now, own_test, due, not_there, neither_there, not_now, no_more, does, both, asked_about, does_now, does_too, did_once };

/// What became of something that was told before (sequels.zig); `unknown` is every kind that the code does not know.
pub const SequelKind = enum(u8) { unknown, came_true, not_so, clear, found, passed, came_back, lasts, used_again, taken_up, begun, stopped, refused_it, owned_up, denial_untrue, disowned, use_over, treatment_over, beside, answered_yes, answered_once };

/// What a phrase is to a thing that is not named (known_by of the guide).
pub const Role = enum(u8) { none, stands, settles, shows, there, not_there, proves };

/// Where a sentence stands. `other` is a section of the guide that the code does not know; `now` is where none was named.
pub const Section = enum(u8) { now, past, once, family, planned, ignored, untold, habits, taught, other };

pub const UnitKind = enum(u8) { length, time, age, pregnancy };

/// What is said of a test (results.zig); `passed` is every kind that the code does not know.
pub const ResultKind = enum(u8) { passed, time, positive, negative, awaited, vanished, unknown, cured, treated, another, asked, lasting, now, surface, load, immune, apart };

/// What tests of a mention came to: what was tested, and its results. `asked`: nothing yet; `of_another`: a test of something else.
pub const Tested = struct {
    pub const Assay = enum { plain, lasting, now, surface, load, immune, apart };
    pub const Came = enum { positive, negative, awaited, unknown };
    const assays = @typeInfo(Assay).@"enum".fields.len;
    came: [assays]std.EnumSet(Came) = @splat(.initEmpty()),
    asked: bool = false,
    of_another: bool = false,

    pub fn add(tested: *Tested, assay: Assay, came: Came) void {
        tested.came[@intFromEnum(assay)].insert(came);
    }
    pub fn has(tested: Tested, assay: Assay, came: Came) bool {
        return tested.came[@intFromEnum(assay)].contains(came);
    }
    pub fn hasAny(tested: Tested, of: []const Assay, came: Came) bool {
        for (of) |assay| if (tested.has(assay, came)) return true;
        return false;
    }
    pub fn addAll(tested: *Tested, other: Tested) void {
        for (&tested.came, other.came) |*to, from| to.setUnion(from);
        tested.asked = tested.asked or other.asked;
        tested.of_another = tested.of_another or other.of_another;
    }
    /// Whether nothing was tested but what is there now: no antibody.
    pub fn isOfNow(tested: Tested) bool {
        if (tested.asked or tested.of_another) return false;
        for ([_]Assay{ .plain, .lasting, .immune, .apart }) |assay| if (tested.came[@intFromEnum(assay)].count() > 0) return false;
        return true;
    }
    pub fn isNothing(tested: Tested) bool {
        return std.meta.eql(tested, .{});
    }
};

/// What a phrase says in a layer.
///   finding, option, together        about, option (no_name for a finding itself)
///   named, concern, apart, denied, vital, timed      about
///   cue, after             cue; `at_end`: counts only where its part of the sentence ends (Python's AT_END)
///   section                section
///   result                 result
///   date                   mark
///   echo                   echo
///   sequel                 sequel
///   known                  about, role
///   size, when             value (cm; hours, or below 0 a day of the week)
///   unit                   unit, value (factor); every unit that is not length, time or age is .pregnancy
///   medical      medicine: it names one that people inject at home
///   standing, route      nothing
/// `nothing`: Python's None: the phrase is known and means nothing.
pub const Meaning = struct {
    nothing: bool = false,
    at_end: bool = false,
    medicine: bool = false,
    cue: CueKind = .other_kind,
    mark: MarkKind = .unknown,
    echo: EchoKind = .unknown,
    sequel: SequelKind = .unknown,
    role: Role = .none,
    section: Section = .now,
    result: ResultKind = .passed,
    unit: UnitKind = .length,
    about: Name = no_name,
    option: Name = no_name,
    value: f64 = 0,
};

/// A phrase at tokens first…last (past the last).
pub const Hit = struct {
    layer: Layer,
    first: u32,
    last: u32,
    meanings: []const Meaning,
};

pub const Cue = struct {
    kind: CueKind,
    first: u32,
    last: u32,
};

/// Whether a dash between spaces stands at a token.
pub fn isDash(cues: []const Cue, n: usize) bool {
    for (cues) |c| if (c.kind == .dash and c.first == n) return true;
    return false;
}

/// Which ways a mention is turned, each by its cue.
pub const Turned = struct {
    negated: ?Cue = null,
    possible: ?Cue = null,
    historical: ?Cue = null,
    family: ?Cue = null,
    planned: ?Cue = null,
    unlikely: ?Cue = null,
    current: ?Cue = null,
    had: ?Cue = null,
    tests: ?Cue = null,
    done: ?Cue = null,
    quit: ?Cue = null,
    using: ?Cue = null,
    seeks: ?Cue = null,
    since: ?Cue = null,
    ago: ?Cue = null,
    offer: ?Cue = null,
    keeps: ?Cue = null,
    elsewhere: ?Cue = null,
    treats: ?Cue = null,
    gone: ?Cue = null,
    unasked: ?Cue = null,

    /// Whether no cue turns it (Python's NOT_TURNED).
    pub fn isPlain(way: Turned) bool {
        return std.meta.eql(way, .{});
    }
};

pub const Now = struct { weekday: u8, hour: f64, year: i32 };

pub const Measure = struct {
    finding: Name,
    value: f64,
    unit: Name = no_name,
    first: u32,
    last: u32,
    is_time: bool = false,
};

/// A mention that a number may be a measure of. Places of an earlier sentence are below 0.
pub const Near = struct {
    about: Name,
    first: i64,
    last: i64,
    present: bool = true,
};

pub const Draft = struct {
    about: Name,
    option: Name = no_name,
    first: u32,
    last: u32,
    way: Turned,
    section: Section,
    measure: ?Measure = null,
    other: ?Cue = null,
    own: bool = false,
    by_kin: bool = false,
    tested: Tested = .{},
    result: ?Cue = null,
    wide: bool = false, // told in words that count only as a denial
    weak: bool = false, // told by a hint
    left_open: bool = false, // asked, and not answered
};

pub const Status = enum { present, absent, possible, historical, planned, family };

pub const Mention = struct {
    about: Name,
    status: Status,
    first: u32, // the span: characters as the reader was asked to count them, before the block's own place is added
    last: u32,
    text: []const u8,
    cue: ?[]const u8,
    rule: ?[]const u8, // @tagName of the cue's kind or of the section
    option: Name = no_name,
    side: Name = no_name,
    value: ?f64 = null,
    unit: Name = no_name,
};

/// What the guide says of an id (Python's sets of ids). Of a name that is none of them all false.
pub const About = struct {
    injecting: bool = false,
    places: bool = false,
    of_a_place: bool = false,
    apart: bool = false,
    covers: bool = false,
    of_the_writer: bool = false,
    only_present: bool = false,
    stays: bool = false,
    wanted: bool = false,
    routed: bool = false,
    events: bool = false,
    episodes: bool = false,
    courses: bool = false,
    ordered: bool = false,
    tested: bool = false,
    kept: bool = false,
    treatments: bool = false,
    chronic: bool = false,
    described: bool = false, // some of its words only describe
    body: bool = false,
    seen: bool = false,
    in_need: bool = false,
    at_once: bool = false, // asked first: whoever has it is in need now
    of_the_subject: bool = false,
    timeless: bool = false,
    bearing: bool = false,
    inside: []const Name = &.{}, // what its phrases may hold of other findings
    meant: ?[]const Name = null, // a denial that names nothing: of what the text must tell
    twin: Name = no_name,
    tells: []const Told = &.{}, // of a number: what it tells by itself
    follows: Name = no_name, // what is done in such an event
    done_in: bool = false, // in some event: naloxone in an overdose
    handed: Name = no_name, // what it is where it was given to take home
};

/// What a number tells by itself: from a value on, or below one.
pub const Told = struct {
    about: Name,
    at_least: f64 = -std.math.inf(f64),
    below: f64 = std.math.inf(f64),
};

/// What the guide says of a word, beside its flags.
pub const Word = struct {
    flags: Flags = .{},
    timed: Timed = .{},
    number: f64 = 0,
    part_of_day: f64 = 0,
    side: Name = no_name,
    unless: []const Id = &.{}, // words beside which it means something else
    despite: []const Id = &.{}, // words beside which it says nothing of others
};

pub const Span = struct { start: u32, end: u32 };
pub const Heading = struct { section: Section, body: u32 };
