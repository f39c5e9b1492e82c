using Angioboard.Core;
using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Lists.Paging;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;
using CsCheck;

namespace Angioboard.Jobs.Tests.Lists.Paging;

public sealed class RunPageTests
{
    [Theory]
    [InlineData("created")]
    [InlineData("best:val_auc_ovr_macro")]
    [InlineData("name")]
    [InlineData("note")]
    [InlineData("status")]
    public void A_walk_meets_every_run_that_stays_once_whatever_comes_and_goes(string sort) =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 7], Gen.Bool, Gen.Int[0, 1000]).Sample((count, limit, descending, seed) =>
        {
            Random random = new(seed);
            List<Run> runs = [.. Enumerable.Range(1, count).Select(key => Make(key, random))];
            HashSet<string> stay = [.. runs.Select(run => run.Id)];
            RunQuery query = new() { Sort = sort, Descending = descending };
            List<string> met = [];
            string? cursor = null;
            do
            {
                RunPage page = RunPage.Of(query, runs, cursor, limit);
                met.AddRange(page.Runs.Select(run => run.Id));
                cursor = page.Next;
                // One goes, perhaps the one that the cursor is after, and one comes.
                if (runs.Count > 0)
                {
                    Run gone = random.Next(2) == 0 && page.Runs.Count > 0 ? page.Runs[^1] : runs[random.Next(runs.Count)];
                    runs.Remove(gone);
                    stay.Remove(gone.Id);
                }
                runs.Add(Make(100 + met.Count, random));
            }
            while (cursor is not null);

            Assert.Equal(met.Count, met.Distinct().Count());
            Assert.Empty(stay.Except(met));
        });

    [Fact]
    public void The_parts_have_the_order_of_the_list()
    {
        Random random = new(5);
        Run[] runs = [.. Enumerable.Range(1, 30).Select(key => Make(key, random))];
        RunQuery query = new() { Sort = "best:val_auc_ovr_macro", Search = "demo" };
        List<Run> walked = [];
        string? cursor = null;
        do
        {
            RunPage page = RunPage.Of(query, runs, cursor, 4);
            walked.AddRange(page.Runs);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(query.Over(runs).Runs, walked);
    }

    [Theory]
    [InlineData("x", "this is none")]
    [InlineData("e30", "this is none")]
    [InlineData("bnVsbA", "this is none")]
    [InlineData("=", "this is none")]
    public void What_is_no_cursor_is_refused(string cursor, string why)
    {
        InputException refused = Assert.Throws<InputException>(() => RunPage.Of(new RunQuery(), [Sample.Run(1)], cursor, 1));

        Assert.StartsWith($"cursor: {why}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cursor_of_another_query_is_refused()
    {
        Run[] runs = [Sample.Run(1), Sample.Run(2)];
        string cursor = RunPage.Of(new RunQuery { Search = "demo" }, runs, null, 1).Next!;

        Assert.Equal(1, RunPage.Of(new RunQuery { Search = "demo", PageSize = 25 }, runs, cursor, 1).Runs.Single().Key);
        Assert.Contains("belongs to another query", Assert.Throws<InputException>(
            () => RunPage.Of(new RunQuery { Search = "dem" }, runs, cursor, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("belongs to another query", Assert.Throws<InputException>(
            () => RunPage.Of(new RunQuery { Search = "demo", Descending = false }, runs, cursor, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_cannot_be_read_is_refused_with_all_its_problems()
    {
        InputException refused = Assert.Throws<InputException>(() => RunPage.Matching(
            new RunQuery { Search = "val_acuracy>0.8 epochs>many status:sleeping" }, [Sample.Run(1)]));

        Assert.Equal(
            [
                "query: Unknown metric “val_acuracy” in “val_acuracy>0.8”. Did you mean val_accuracy?",
                "query: “many” is not a number in “epochs>many”.",
                "query: Unknown status “sleeping” (known: queued, running, stopping, finished, stopped, diverged, failed, paused, pausing, "
                    + "waiting, hanging) in “status:sleeping”.",
            ], refused.Problems);
    }

    // Many equal values, missing ones, infinities, and notes longer than an address may be that differ at their start or their end.
    private static Run Make(int key, Random random) => Sample.Run(key, auc: random.Next(5) switch
    {
        0 => null,
        1 => double.PositiveInfinity,
        int value => value / 7.0,
    }) with
    {
        Name = random.Next(3) == 0 ? $"run {random.Next(3)}" : null,
        Note = random.Next(3) switch
        {
            0 => "",
            1 => $"note {random.Next(12)}",
            _ => $"{new string('é', 196 + random.Next(5))}{string.Concat(Enumerable.Repeat("😀", 2000))}{random.Next(3)}",
        },
        Status = (RunStatus)random.Next(7),
        Created = DateTimeOffset.UnixEpoch.AddTicks(random.Next(4)),
    };
}
