using System.Globalization;
using System.Text.RegularExpressions;
using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Machine;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private static readonly Actor Ada = Actor.Account("ada", "stamp", "192.0.2.7");

    private readonly TemporaryFolder data = new();
    private readonly ManualTime time = new() { Now = new DateTimeOffset(2026, 11, 29, 1, 2, 3, TimeSpan.Zero) };
    private readonly Lines lines = new();
    private readonly AuditLog log;

    public AuditLogTests() => log = Open();

    public void Dispose()
    {
        log.Dispose();
        data.Dispose();
    }

    [Fact]
    public void An_entry_is_a_line_in_the_months_file_that_only_its_owner_can_read()
    {
        log.Write(Ada, AuditActions.RunDelete, "demo/Train_1");
        log.Write("mallory", "203.0.113.7", AuditActions.SignIn, "", "wrong password", AuditOutcome.Refused);

        string file = data.File("audit", "2026-11.jsonl");
        Assert.Equal(
            [
                """{"time":"2026-11-29T01:02:03+00:00","user":"ada","from":"192.0.2.7","action":"run.delete","target":"demo/Train_1","outcome":"done"}""",
                """{"time":"2026-11-29T01:02:03+00:00","user":"mallory","from":"203.0.113.7","action":"sign-in","target":"","outcome":"refused","detail":"wrong password"}""",
            ],
            File.ReadAllLines(file));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data.File("audit")));
    }

    [Fact]
    public void The_file_is_opened_in_append_mode()
    {
        log.Write(Ada, AuditActions.RunStop, "demo/Train_1");

        string open = Directory.EnumerateFiles("/proc/self/fd")
            .Single(link => new FileInfo(link).LinkTarget == data.File("audit", "2026-11.jsonl"));
        string flags = File.ReadAllLines(open.Replace("/fd/", "/fdinfo/", StringComparison.Ordinal))
            .Single(line => line.StartsWith("flags:", StringComparison.Ordinal));

        const int Append = 0x400, CloseOnExecute = 0x80000;
        Assert.Equal(Append | CloseOnExecute, Convert.ToInt32(flags.Split('\t')[1], 8) & (Append | CloseOnExecute));
    }

    [Fact]
    public void A_line_torn_by_a_power_cut_damages_no_other()
    {
        log.Write(Ada, AuditActions.RunStop, "demo/Train_1");
        log.Dispose();
        File.AppendAllText(data.File("audit", "2026-11.jsonl"), """{"time":"2026-11-29T01:02:03+00:00","us""");

        using AuditLog again = Open();
        again.Write(Ada, AuditActions.RunStop, "demo/Train_2");

        Assert.Equal(["demo/Train_2", "demo/Train_1"], new AuditReader(again).All(new AuditQuery(), TestContext.Current.CancellationToken)
            .Select(entry => entry.Target));
    }

    [Fact]
    public void A_removed_file_loses_no_later_entry()
    {
        log.Write(Ada, AuditActions.RunStop, "demo/Train_1");
        File.Delete(data.File("audit", "2026-11.jsonl"));
        log.Write(Ada, AuditActions.RunStop, "demo/Train_2");

        Assert.Contains("Train_2", Assert.Single(File.ReadAllLines(data.File("audit", "2026-11.jsonl"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_place_of_the_file_is_not_followed()
    {
        Directory.CreateDirectory(data.File("audit"));
        File.WriteAllText(data.File("precious"), "mine\n");
        File.CreateSymbolicLink(data.File("audit", "2026-11.jsonl"), data.File("precious"));

        log.Write(Ada, AuditActions.RunStop, "demo/Train_1");

        Assert.Equal("mine\n", File.ReadAllText(data.File("precious")));
        Assert.NotNull(log.Failure);
    }

    [Fact]
    public void Names_from_users_cannot_forge_lines_or_fields_of_the_servers_log()
    {
        string[] names =
        [
            "x\naudit: from=198.51.100.1 action=sign-in outcome=refused user=\"ada\"",
            "x\" from=198.51.100.1 action=sign-in outcome=refused user=\"",
            "audit: from=198.51.100.1 action=sign-in outcome=refused ", "a\r\nb", "a\u2028audit: from=198.51.100.1", "\u202eevil",
            "a\\\" from=198.51.100.1", "\0", "\ud83d\ude00",
        ];
        foreach (string name in names) log.Write(name, "203.0.113.7", AuditActions.SignIn, name, name, AuditOutcome.Refused);

        // What fail2ban looks for; its <HOST> is an address.
        Regex filter = new(@"^.*\baudit: from=(?<host>[0-9a-f.:]+) action=sign-in outcome=refused ");
        Assert.Equal(names.Length, lines.All.Count);
        Assert.All(lines.All, line =>
        {
            Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e');
            Match match = Assert.Single(filter.Matches(line));
            Assert.Equal("203.0.113.7", match.Groups["host"].Value);
            Assert.Equal(6, line.Count(c => c == '"'));
        });
        Assert.Equal(names.Length, File.ReadAllLines(data.File("audit", "2026-11.jsonl")).Length);
        Assert.Equal(names.Reverse(), new AuditReader(log).All(new AuditQuery(), TestContext.Current.CancellationToken)
            .Select(entry => entry.User));
    }

    [Fact]
    public void Very_long_texts_are_cut()
    {
        string endless = new('x', 4_000_000);

        log.Write(endless, endless, AuditActions.SignIn, endless, endless, AuditOutcome.Refused);

        Assert.InRange(new FileInfo(data.File("audit", "2026-11.jsonl")).Length, 1000, 4000);
        Assert.InRange(Assert.Single(lines.All).Length, 1000, 4000);
    }

    [Fact]
    public void Entries_refused_by_a_full_disk_wait_are_reported_and_written_later()
    {
        using SmallDisk disk = new(data.File("audit"), 64);
        int changes = 0;
        log.Changed += () => changes++;
        log.Write(Ada, AuditActions.RunStop, "before");
        disk.Fill();

        for (int i = 0; i < 100; i++) log.Write(Ada, AuditActions.RunStop, $"full {i}");
        string failure = log.Failure!;
        int told = lines.All.Count(line => line.Contains("cannot be written", StringComparison.Ordinal));
        disk.Free();
        log.Retry();
        log.Write(Ada, AuditActions.RunStop, "after");

        Assert.Contains("the disk is full", failure, StringComparison.Ordinal);
        Assert.Null(log.Failure);
        Assert.Equal((2, 1), (changes, told));
        string[] targets =
            [.. new AuditReader(log).All(new AuditQuery(), TestContext.Current.CancellationToken).Select(entry => entry.Target).Reverse()];
        Assert.Equal(["before", .. Enumerable.Range(0, 100).Select(i => $"full {i}"), "after"], targets);
        Assert.Equal(102, lines.All.Count(line => line.StartsWith("audit: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void While_nothing_can_be_written_rights_are_not_given_but_can_be_taken_and_users_can_sign_in()
    {
        using Database database = Database.Open(data.File("store"));
        UserStore users = new(database, log, new Revocations());
        users.Add(Actor.Server, new User { Name = "adam", Role = Roles.Administrator, Stamp = "s" });
        users.Add(Actor.Server, new User { Name = "eve", Role = Roles.Viewer });
        users.Add(Actor.Server, new User { Name = "dora", Role = Roles.Researcher });
        Actor adam = Actor.Account("adam", "s", "192.0.2.1");
        log.Dispose();
        Directory.Delete(data.File("audit"), recursive: true);
        File.WriteAllText(data.File("audit"), "in the folder's place");

        InputException add =
            Assert.Throws<InputException>(() => users.Add(adam, new User { Name = "mallory", Role = Roles.Administrator }));
        Assert.Throws<InputException>(() => users.Change(adam, "eve", user => user with { Role = Roles.Administrator }));
        users.Change(adam, "dora", user => user with { Disabled = true });
        users.ChangeOwn(adam, user => user with { PasswordHash = "another", Stamp = "t" });
        users.Change(Actor.Owner("root"), "eve", user => user with { Role = Roles.Researcher });

        Assert.Contains("Rights are given only when that is written", add.Message, StringComparison.Ordinal);
        Assert.Null(users.Find("mallory"));
        Assert.Equal((Roles.Researcher, true, "another"),
            (users.Find("eve")!.Role, users.Find("dora")!.Disabled, users.Find("adam")!.PasswordHash));
        File.Delete(data.File("audit"));
        log.Retry();
        Assert.Equal(
            [AuditActions.UserDisable, AuditActions.UserPassword, AuditActions.UserRole],
            new AuditReader(log).All(new AuditQuery(), TestContext.Current.CancellationToken).Select(entry => entry.Action).Reverse());
    }

    private AuditLog Open() => new(new AngioboardOptions { DataFolder = data.Path }, time, lines);

    /// <summary>The entries of the server's log.</summary>
    private sealed class Lines : ILogger<AuditLog>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            All.Add(string.Create(CultureInfo.InvariantCulture, $"{formatter(state, exception)}"));
    }
}
