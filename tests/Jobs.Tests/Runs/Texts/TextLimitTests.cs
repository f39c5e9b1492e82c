using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Tests.Runs.Texts;

public sealed class TextLimitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly UserStore users;
    private readonly RunStore runs;

    public TextLimitTests()
    {
        database = Database.Open(folder.Path);
        users = People.Of(database, folder.Path);
        runs = new RunStore(database, new RunFeed());
        runs.Add(Plain("demo/Train_1", 1));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Texts_on_a_run_have_a_maximum_length_however_they_are_sent()
    {
        RunTexts texts = new(runs, users.Rights);
        Actor ada = users.SignIn("ada", Roles.Researcher);
        string[] many = [.. Enumerable.Range(0, TextLimits.Tags + 1).Select(i => $"tag {i}")];

        Assert.Contains("note: has 400000 characters",
            Refusal(() => texts.Describe(ada, "demo/Train_1", null, [], new string('x', 400_000))), StringComparison.Ordinal);
        Assert.Contains("name: has 1500", Refusal(() => texts.Describe(ada, "demo/Train_1", new string('x', 1500), [], "")),
            StringComparison.Ordinal);
        Assert.Contains("at most on a run", Refusal(() => texts.Tag(ada, "demo/Train_1", many, [])), StringComparison.Ordinal);
        Assert.Contains("40 at most", Refusal(() => texts.Tag(ada, "demo/Train_1", [new string('x', 41)], [])), StringComparison.Ordinal);
        Assert.Contains("note: has 400000", Refusal(() => runs.Add(Plain("demo/Train_2", 2) with { Note = new string('x', 400_000) })),
            StringComparison.Ordinal);

        Assert.Equivalent(Plain("demo/Train_1", 1), runs.Find("demo/Train_1"));
        Assert.Single(runs.All);
    }

    [Fact]
    public void An_existing_long_note_does_not_prevent_other_changes()
    {
        runs.Import([Plain("old/Train_1", 2) with { Note = new string('x', 400_000) }], []);

        Run changed = runs.Update("old/Train_1", run => run with { Status = RunStatus.Finished, Name = "old" })!;

        Assert.Equal((400_000, "old"), (changed.Note.Length, changed.Name));
    }

    [Fact]
    public void Views_and_webhooks_have_a_maximum_length_and_number()
    {
        RunViews views = new(database, users.Rights);
        Actor ada = users.SignIn("ada", Roles.Viewer);
        for (int i = 0; i < 100; i++) views.Put(ada, $"view {i}", "q=x");

        Assert.Contains("forget one first", Refusal(() => views.Put(ada, "one more", "q=x")), StringComparison.Ordinal);
        views.Put(ada, "view 7", "q=y");
        Assert.Contains("8000 at most", Refusal(() => views.Put(ada, "view 7", new string('q', 9000))), StringComparison.Ordinal);
        Assert.Contains("60 at most", Refusal(() => views.Put(ada, new string('v', 61), "")), StringComparison.Ordinal);
        Assert.Contains("2000 at most",
            Refusal(() => users.ChangeOwn(ada, user => user with { Webhook = "https://x.org/" + new string('x', 2000) })),
            StringComparison.Ordinal);
        Assert.Equal(100, views.Of("ada").Count);
    }

    [Fact]
    public void A_log_that_grows_by_a_gigabyte_between_two_reads_is_read_from_near_its_end()
    {
        string log = folder.File("trainer.log");
        File.WriteAllText(log, "first\n");
        RunLogTail tail = new(folder.Path, HiddenSplits.None);
        tail.Read();
        using (FileStream file = new(log, FileMode.Append))
        {
            file.SetLength(900_000_000);
            file.Seek(0, SeekOrigin.End);
            file.Write("\nlast\n"u8);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(tail.Read());
        long taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(taken, 0, 60_000_000);
        Assert.Equal("last", tail.Lines[^1]);
        Assert.True(tail.Cut);
        File.AppendAllText(log, "more\n");
        Assert.True(tail.Read());
        Assert.Equal(["last", "more"], tail.Lines.TakeLast(2));
    }

    [Fact]
    public void A_log_without_line_breaks_does_not_fill_the_memory()
    {
        string log = folder.File("trainer.log");
        File.WriteAllText(log, "x");
        RunLogTail tail = new(folder.Path, HiddenSplits.None);
        for (int i = 0; i < 20; i++)
        {
            tail.Read();
            File.AppendAllText(log, new string('x', 500_000));
        }
        File.AppendAllText(log, "\n");
        tail.Read();

        Assert.InRange(Assert.Single(tail.Lines).Length, 8000, 8001);
    }

    private static string Refusal(Action act) => Assert.Throws<InputException>(act).Message;

    private static Run Plain(string id, int key) => new()
    {
        Id = id, Key = key, Folder = $"/results/{id}", Owner = "ada", Settings = new RunSettings { Split = "/a" }, SettingsHash = "x",
        Created = DateTimeOffset.UnixEpoch,
    };
}
