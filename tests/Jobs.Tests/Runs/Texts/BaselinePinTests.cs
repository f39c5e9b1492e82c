using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Users;

namespace Angioboard.Jobs.Tests.Runs.Texts;

public sealed class BaselinePinTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly RunStore runs;
    private readonly RunTexts texts;

    public BaselinePinTests()
    {
        database = Database.Open(folder.Path);
        runs = new RunStore(database, new RunFeed());
        texts = new RunTexts(runs, People.Of(database, folder.Path).Rights);
        for (int i = 1; i <= 8; i++) runs.Add(Sample.Run(i));
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Of_people_who_pin_at_the_same_time_one_has_the_baseline()
    {
        string[] ids = [.. runs.All.Select(run => run.Id)];

        for (int turn = 0; turn < 20; turn++)
        {
            await Task.WhenAll(ids.Select(id => Task.Run(() => texts.Pin(Actor.Owner("ada"), id, pinned: true))));

            Assert.Single(runs.All, run => run.Baseline);
        }
    }

    [Fact]
    public void Only_the_baseline_itself_can_be_unpinned()
    {
        string[] ids = [.. runs.All.Select(run => run.Id)];
        texts.Pin(Actor.Owner("ada"), ids[0], pinned: true);

        texts.Pin(Actor.Owner("ada"), ids[1], pinned: false);
        Assert.Equal(ids[0], Assert.Single(runs.All, run => run.Baseline).Id);

        texts.Pin(Actor.Owner("ada"), ids[0], pinned: false);
        Assert.DoesNotContain(runs.All, run => run.Baseline);
    }
}
