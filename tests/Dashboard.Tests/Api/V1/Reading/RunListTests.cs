using System.Net;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>The list of runs.</summary>
public sealed class RunListTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_walk_meets_each_run_once_while_runs_come_and_go()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 12);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        List<string> met = [];
        string? cursor = null;
        do
        {
            JsonObject part = await JsonAsync(ada, $"api/v1/runs?limit=5&fields=name{(cursor is null ? "" : $"&cursor={cursor}")}");
            Assert.Equal(12, (int?)part["total"]);
            met.AddRange(part["runs"]!.AsArray().Select(run => (string)run!["id"]!));
            cursor = (string?)part["next"];
            // The run that the cursor is after goes, and a newer one comes.
            study.Store.Remove(met[^1]);
            study.Add(100 + met.Count);
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 12).Reverse().Select(key => $"study/Train_{key}"), met);
    }

    [Fact]
    public async Task Search_filters_order_and_columns_are_those_of_the_list()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 6);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        JsonObject found = await JsonAsync(ada,
            "api/v1/runs?query=val_loss%3C0.2%20owner:grace&sort=best:val_loss"
                + "&fields=best:val_loss,tags,created,max_frames,split:test:accuracy");
        JsonObject filtered = await JsonAsync(ada, "api/v1/runs?owner=ada&tag=t1&tag=t2&status=finished&fields=owner");

        Assert.Equal("""
            {"runs":[{"id":"study/Train_6","best:val_loss":0.125,"tags":["a","t6"],"created":"2026-05-04T10:06:00Z","max_frames":12,
            "split:test:accuracy":0.75},{"id":"study/Train_4","best:val_loss":0.16666666666666666,"tags":["a","t4"],
            "created":"2026-05-04T10:04:00Z","max_frames":12,"split:test:accuracy":0.75}],"next":null,"total":2}
            """.ReplaceLineEndings(""), found.ToJsonString());
        Assert.Equal("""{"runs":[{"id":"study/Train_1","owner":"ada"}],"next":null,"total":1}""", filtered.ToJsonString());
    }

    [Theory]
    [InlineData("limit=0", "limit", "“0” is not a whole number from 1 to 1000")]
    [InlineData("limit=1001", "limit", "“1001” is not a whole number from 1 to 1000")]
    [InlineData("limit=many", "limit", "“many” is not a whole number from 1 to 1000")]
    [InlineData("sort=-speed", "sort", "there is no column “speed”")]
    [InlineData("sort=split:test:accuracy", "sort", "runs are ordered by validation")]
    [InlineData("fields=name,nam", "fields", "there is no column “nam”")]
    [InlineData("cursor=nonsense", "cursor", "this is none")]
    [InlineData("query=val_acuracy%3E0.8", "query", "Unknown metric “val_acuracy” in “val_acuracy>0.8”. Did you mean val_accuracy?")]
    [InlineData("query=epochs%3Emany", "query", "“many” is not a number in “epochs>many”.")]
    [InlineData("status=asleep", "status", "there is no status “asleep”; use queued, running")]
    [InlineData("shelf=cellar", "shelf", "there is no shelf “cellar”; use current, archived, trash")]
    [InlineData("qurey=x", "qurey", "there is no such parameter")]
    public async Task What_cannot_be_read_is_named(string query, string field, string says)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        HttpResponseMessage answer = await ada.GetAsync($"api/v1/runs?{query}", Cancellation);

        JsonObject problem = await ApiClient.ProblemOfAsync(answer);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith(says, (string?)problem["errors"]?[field]?[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_has_a_walk_once_with_the_token()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 3);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        string next = (string)(await JsonAsync(ada, "api/v1/runs?limit=1"))["next"]!;
        await JsonAsync(ada, $"api/v1/runs?limit=1&cursor={next}");
        await JsonAsync(ada, "api/v1/runs?limit=1");
        await JsonAsync(ada, "api/v1/runs?query=t1");

        AuditEntry[] exports = [.. study.Dashboard.Services.GetRequiredService<AuditReader>()
            .All(new AuditQuery { Action = AuditActions.RunListExport }, Cancellation)];

        Assert.Equal(["?query=t1", "?limit=1"], exports.Select(entry => entry.Detail));
        Assert.All(exports, entry => Assert.Equal(("ada", "test", "runs"), (entry.User, entry.Token, entry.Target)));
    }

    [Fact]
    public async Task Runs_in_the_trash_and_archived_ones_are_on_their_own_shelves()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 3);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        study.Store.Update("study/Train_1", run => run with { Archived = true });
        study.Store.Update("study/Train_2", run => run with { Trashed = DateTimeOffset.UnixEpoch });

        string[] shelves = [.. await Task.WhenAll(new[] { "", "&shelf=archived", "&shelf=trash" }.Select(async shelf =>
            (string)(await JsonAsync(ada, $"api/v1/runs?fields=name{shelf}"))["runs"]!.AsArray().Single()!["id"]!))];

        Assert.Equal(["study/Train_3", "study/Train_1", "study/Train_2"], shelves);
    }

    private static async Task<JsonObject> JsonAsync(ApiClient client, string address) =>
        JsonNode.Parse(await client.GetStringAsync(address, Cancellation))!.AsObject();
}
