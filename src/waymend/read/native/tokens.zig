//! A text as tokens: what each word is known by, and of which sets of words it is.
//!
//! Every word of a text is looked up once, in `fold.tokens`; from there on everything works on the integers and flags of its `Token`.
const std = @import("std");

/// What a word is known by in the lexicon; 0 for a word that no phrase holds (Python's "").
pub const Key = u32;

/// A word that the guide or the code names, by its exact letters (with apostrophes). The named ones are those the code compares with: `token.id == .half`.
/// Add freely; signs need no name (`token.sign`). `.none` is every word that nobody names. Words named by the guide only have ids without a name here.
pub const Id = enum(u32) {
    none,
    a,
    age,
    also,
    aged,
    an,
    any,
    @"and",
    by,
    c,
    caller,
    celsius,
    centigrade,
    couple,
    current,
    d,
    currently,
    deg,
    degree,
    degrees,
    dozen,
    maybe,
    pending,
    unclear,
    unsure,
    q,
    about,
    asked,
    at,
    but,
    re,
    regarding,
    ever,
    f,
    fahrenheit,
    farenheit,
    few,
    @"for",
    former,
    from,
    half,
    i,
    known,
    m,
    mar,
    march,
    may,
    n,
    neg,
    new,
    negative,
    never,
    no,
    not,
    of,
    old,
    on,
    @"or",
    over,
    own,
    past,
    pos,
    previous,
    prior,
    recent,
    recently,
    positive,
    shaped,
    that,
    which,
    who,
    the,
    this,
    female,
    male,
    their,
    term,
    through,
    via,
    whose,
    size,
    source,
    since,
    sized,
    to,
    unknown,
    x,
    y,
    yes,
    @"if",
    whether,
    another,
    are,
    been,
    had,
    has,
    have,
    her,
    him,
    is,
    me,
    my,
    our,
    was,
    were,
    reactive,
    nonreactive,
    without,
    detected,
    _,
};

/// The flags as one number, whatever their count.
pub const Bits = @typeInfo(Flags).@"struct".backing_integer.?;

/// The sets of words of a guide. A token carries two: of its exact letters (`flags`, Python's `words[n] in …`) and of its letters without apostrophes
/// (`plain`, Python's `words[n].replace("'", "") in …`). Signs and numbers that a guide lists ("%", "@") carry them too.
pub const Flags = packed struct {
    // grammar
    subjects: bool = false,
    determiners: bool = false,
    definite: bool = false,
    links: bool = false,
    verbs: bool = false,
    lists: bool = false,
    joins: bool = false,
    either: bool = false,
    things: bool = false,
    pronouns: bool = false,
    within: bool = false,
    tests: bool = false,
    going_on: bool = false, // "since" of the grammar
    lists_of_the_past: bool = false,
    nots: bool = false,
    yes: bool = false,
    no: bool = false,
    // subjects
    writer: bool = false,
    mine: bool = false,
    me: bool = false,
    third: bool = false,
    clinical: bool = false,
    patient: bool = false,
    kin: bool = false,
    self: bool = false,
    calls: bool = false,
    young: bool = false,
    // sentences
    heads: bool = false,
    abbreviations: bool = false,
    begins: bool = false, // a sentence, after a question mark between spaces
    goes_on: bool = false, // a line that ends with it, in the next one
    // measures
    numbers: bool = false, // value: Reader.word(id).number
    parts_of_day: bool = false, // value: Reader.word(id).part_of_day
    before_number: bool = false,
    on_air: bool = false,
    since: bool = false,
    lasting_words: bool = false,
    ago: bool = false,
    began: bool = false, // before a time: something did
    not_times: bool = false,
    not_since: bool = false,
    along: bool = false,
    size_words: bool = false,
    doses: bool = false,
    never_medical: bool = false,
    given: bool = false, // handing
    beside: bool = false,
    never: bool = false,
    // sides: value: Reader.word(id).side
    sides: bool = false,
    tested: bool = false, // after which a result may stand ahead of its test
    testing: bool = false, // with which a sentence tells that something was tested
    bare_tests: bool = false, // tests that are of more than one virus
    alongside: bool = false, // before somebody who is only named beside the patient
    anew: bool = false, // with which a sentence leaves a family history
    lettered: bool = false, // words that a letter belongs to
    male: bool = false,
    female: bool = false,
    returns: bool = false, // with which, after a comma, the patient is spoken of again
    nothing: bool = false, // of what stands right after them
    leads: bool = false, // from what is denied to what it would be of
    light: bool = false, // a denial goes on through them
    lateral: bool = false,
    histories: bool = false, // hx, history: what they tell of may well go on
    arrives: bool = false, // with which the past of a note is left
    ongoing: bool = false, // of what goes on for certain
    parting: bool = false, // with, now, but: begin a new item
    unremarked: bool = false, // with which a family history is done with
    sequel_leads: bool = false, // before what became of something: "it has since"
    sequel_tails: bool = false, // after it: "on CT", "last month"
    sequel_joins: bool = false, // with which it is joined to what it is of
    unfinished: bool = false, // of what is not over yet: "settling"
    idle: bool = false, // what is said of nothing: "seen by the registrar"
    being: bool = false,
    offspring: bool = false, // children, who are "the boy" once they were named
    workers: bool = false, // who is hurt at work
    exposing: bool = false, // by what
    sources: bool = false, // and from whom
    corrects: bool = false, // with which a note takes back what it said
    excludes: bool = false, // with which it says what something turned out not to be
    describes: bool = false, // what only describes, and is no name
    own: bool = false, // what is the patient's and not another's
    observes: bool = false, // what somebody does who sees to another
    reports: bool = false, // who writes of those whom he looks after
    served: bool = false, // and what he calls them
    tells: bool = false, // with "me" after them somebody else tells
    takes: bool = false, // what is done with what is somebody else's
    related: bool = false, // kin who can be nobody else: not "one", "man"
    short: bool = false, // as people say a word and write it in messages
    clausal: bool = false, // until, when: begin a clause within a sentence
    articles: bool = false, // a noun follows them
    form_routes: bool = false, // with which a form asks how a drug is taken
    died: bool = false,
    died_of: bool = false, // between it and of what
    giver: bool = false, // donor
    taker: bool = false, // recipient
    gives: bool = false, // with which the donor is the patient
    of_giver: bool = false, // the same, right after him
    giving: bool = false, // right before him: "regular donor"
    receives: bool = false, // with which he is somebody else
    organs: bool = false,
    index: bool = false,
    traced: bool = false, // with which an index case is somebody else
    of_things: bool = false, // with which a role is no person: "donor site"
    charted: bool = false, // "(this chart)"
    protects: bool = false, // what is done for who was hurt
    maternal: bool = false, // of notes of a mother
    mother: bool = false,
    newborn: bool = false,
    nursery: bool = false, // of notes of a baby, where they begin with them
    origins: bool = false, // source, portal: what something comes from
    screened: bool = false, // in the list of a drug screen
    of_family: bool = false, // of a family history, beside words for relatives
    risked: bool = false, // risk, prevention: with which a heading names what might come
    depots: bool = false, // treatments that a clinic injects
    on_wards: bool = false, // drugs that a ward gives by a needle too
    of_taking: bool = false, // with which such a drug is somebody's own: uses, habit, street
    of_own_use: bool = false, // with which injecting is the patient's own: still, stopped
    kinds: bool = false, // with which a form asks for the drugs of a use
    came: bool = false, // with which is told why somebody came, not when to come
    leaves_marks: bool = false, // self-harm, donation: what leaves marks like those of needles
    left_by: bool = false, // from, says: with which it is told what left them
    marks: bool = false, // scars, bruises

    /// Of a word without apostrophes: whether it is the subject of a clause, or begins one: "he", "my valve".
    pub fn beginsClause(f: Flags) bool {
        return f.subjects or f.determiners;
    }
};

/// The sets of words that tell of times (when.zig), by exact letters.
pub const Timed = packed struct(u64) {
    beside_times: bool = false,
    begun: bool = false,
    before_times: bool = false,
    treated: bool = false,
    until: bool = false,
    onward: bool = false,
    amounts: bool = false,
    doing: bool = false,
    joined: bool = false,
    abiding: bool = false,
    ordinals: bool = false,
    antibody: bool = false,
    echoes: bool = false,
    not_over: bool = false,
    stay: bool = false,
    shots: bool = false, // injects, injected: of no other way of use
    months: bool = false,
    last: bool = false,
    used: bool = false,
    smoked: bool = false,
    presently: bool = false,
    ever: bool = false,
    does: bool = false, // injects, shoots: told of now, whatever is past before it
    acting: bool = false, // injecting, shooting
    relapsed: bool = false,
    doctoring: bool = false, // what only a clinician says of himself
    counts: bool = false, // second, third
    counted: bool = false, // may stand between the count and what is counted
    causal: bool = false,
    former: bool = false, // of what somebody was: ex
    several: bool = false,
    after: bool = false, // before what an event followed, beside what is causal
    whence: bool = false, // via, through: before what an infection came from
    arising: bool = false, // developed, diagnosed, presented: with which an illness begins
    often: bool = false, // daily: how often something is, or was
    did: bool = false, // used, smoked: what somebody did
    on_days: bool = false, // on, the: before the day of a date
    rest: u27 = 0,
};

pub const Kind = enum(u8) { word, number, gap, sign };

pub const Token = struct {
    start: u32, // in folded text: code points of the text as given
    len: u32, // likewise
    byte: u32, // where it begins in the text as given (UTF-8)
    id: Id,
    key: Key,
    kind: Kind,
    sign: u8, // of a sign its one character, else 0 (so `sign == ','`)
    flags: Flags,
    plain: Flags,
    timed: Timed = .{},
    plain_empty: bool = false, // nothing is left without apostrophes: the sign ' (Python: replace gives "")
    possessive: bool = false, // a word that ends in 's

    pub fn end(t: Token) u32 {
        return t.start + t.len;
    }
    pub fn isGap(t: Token) bool {
        return t.kind == .gap;
    }
    pub fn isWord(t: Token) bool {
        return t.kind == .word;
    }
    pub fn isNumber(t: Token) bool {
        return t.kind == .number;
    }
    /// Whether it is what a form answers (Python's ANSWERS).
    pub fn isAnswer(t: Token) bool {
        return t.id == .y or t.id == .n or t.id == .yes or t.id == .no;
    }
    /// Python's `word in "…"` for a string of signs (never true of words, numbers and gaps).
    pub fn in(t: Token, comptime signs: []const u8) bool {
        if (t.sign == 0) return false;
        inline for (signs) |s| if (t.sign == s) return true;
        return false;
    }
};

/// Whether one of some signs stands among tokens first…last.
pub fn holds(list: []const Token, comptime signs: []const u8, first: u32, last: u32) bool {
    if (first >= last) return false;
    for (list[first..last]) |token| if (token.in(signs)) return true;
    return false;
}

/// What some tokens are together, so that one look tells that none of them is of a set.
pub const Seen = struct {
    flags: Flags = .{},
    plain: Flags = .{},
    timed: Timed = .{},
    signs: u128 = 0, // by ASCII
    number: bool = false,
    possessive: bool = false,

    pub fn of(list: []const Token) Seen {
        var flags: Bits = 0;
        var plain: Bits = 0;
        var timed: u64 = 0;
        var seen = Seen{};
        for (list) |*token| {
            flags |= @bitCast(token.flags);
            plain |= @bitCast(token.plain);
            timed |= @bitCast(token.timed);
            if (token.kind == .sign) seen.signs |= @as(u128, 1) << @intCast(token.sign);
            seen.number = seen.number or token.kind == .number;
            seen.possessive = seen.possessive or token.possessive;
        }
        seen.flags = @bitCast(flags);
        seen.plain = @bitCast(plain);
        seen.timed = @bitCast(timed);
        return seen;
    }
    pub fn has(seen: *const Seen, sign: u7) bool {
        return seen.signs >> sign & 1 != 0;
    }
};

/// A text as tokens. `folded` holds one ASCII byte for each code point of `given`.
pub const Tokens = struct {
    given: []const u8,
    folded: []const u8,
    list: []Token,

    pub fn count(f: Tokens) u32 {
        return @intCast(f.list.len);
    }
    pub fn end(f: Tokens, n: usize) u32 {
        return f.list[n].start + f.list[n].len;
    }
    /// Whether a token has the four digits of a year.
    pub fn isYear(f: Tokens, n: usize) bool {
        if (!f.list[n].isNumber() or f.list[n].len != 4) return false;
        for (f.word(n)) |letter| if (!std.ascii.isDigit(letter)) return false; // "3.14"
        return true;
    }
    /// The folded letters of a token (Python's `words[n]`).
    pub fn word(f: Tokens, n: usize) []const u8 {
        const t = f.list[n];
        return f.folded[t.start .. t.start + t.len];
    }
    /// Whether a line ends with a token.
    pub fn breaks(f: Tokens, n: usize) bool {
        return f.list[n].isGap() and std.mem.indexOfScalar(u8, f.word(n), '\n') != null;
    }
    /// The text as given from token `first` to before token `last` (Python's `text[starts[first]:end(last - 1)]`).
    pub fn slice(f: Tokens, first: usize, last: usize) []const u8 {
        const from = f.list[first].byte;
        const t = f.list[last - 1];
        if (f.given.len == f.folded.len) return f.given[from .. t.byte + t.len];
        var at: usize = t.byte;
        for (0..t.len) |_| at += codePoint(f.given, at);
        return f.given[from..at];
    }
};

/// How many bytes the code point at a place takes, by its first byte; what is no UTF-8 counts byte by byte, as in `fold`.
pub fn codePoint(given: []const u8, at: usize) usize {
    const first = given[at];
    const wanted: usize = if (first < 0xc2) 1 else if (first < 0xe0) 2 else if (first < 0xf0) 3 else if (first < 0xf5) 4 else 1;
    if (at + wanted > given.len) return 1;
    for (given[at + 1 .. at + wanted]) |b| if (b & 0xc0 != 0x80) return 1;
    return wanted;
}

/// How many of a text's code points take two units of UTF-16.
pub fn pairs(given: []const u8) u32 {
    var count: u32 = 0;
    var at: usize = 0;
    while (at < given.len) {
        const len = if (given[at] < 0x80) 1 else codePoint(given, at);
        if (len == 4) count += 1;
        at += len;
    }
    return count;
}
