using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>What programs and terminals do to studies.</summary>
public sealed class StudyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_is_made_read_paused_continued_added_to_and_stopped()
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher);

        HttpResponseMessage made = await QueueStudy.PostAsync(ada, "api/v1/studies", Grid());
        JsonObject launched = (await made.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
        string[] words =
        [
            await WordsAsync("pause", null), await WordsAsync("continue", null),
            $"{(await JsonAsync("add", new JsonObject { ["seeds"] = new JsonArray(9) }))["runs"]!.AsArray().Count} added",
            await WordsAsync("stop", null),
            $"{(await JsonAsync("launch", new JsonObject { ["again"] = true }))["again"]!.AsArray().Count} again",
        ];
        HttpResponseMessage read = await ada.GetAsync("api/v1/studies/e/Study_1", Cancellation);
        JsonObject study = (await read.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
        JsonObject list = (await ada.GetFromJsonAsync<JsonObject>("api/v1/studies", Cancellation))!;

        Assert.True(made.StatusCode == HttpStatusCode.Created, launched.ToJsonString());
        Assert.Equal(("/api/v1/studies/e/Study_1", "e/Study_1", 12),
            (made.Headers.Location?.OriginalString, (string?)launched["id"], launched["runs"]!.AsArray().Count));
        Assert.Equal(["12 of 12 runs paused", "12 of 12 runs put back in line", "6 added", "18 of 18 runs stopped", "18 again"], words);
        Assert.Equal(("18 runs: 2 variants × 3 folds × 3 seeds", "lr=0.001", 18, "e/Train_1", "queued"),
            ((string)study["size"]!, (string)study["baseline"]!, (int)study["progress"]!["queued"]!, (string)study["runs"]![0]!["run"]!,
                (string)study["runs"]![0]!["status"]!));
        Assert.NotNull(read.Headers.ETag);
        Assert.Equal(queue.Split, (string?)study["settings"]!["split"]);
        Assert.Equal("/api/v1/studies/e/Study_1", (string?)Assert.Single(list["studies"]!.AsArray())!["url"]);

        async Task<string> WordsAsync(string verb, JsonNode? body) => (string)(await JsonAsync(verb, body))["words"]!;

        async Task<JsonObject> JsonAsync(string verb, JsonNode? body)
        {
            HttpResponseMessage answer = await QueueStudy.PostAsync(ada, $"api/v1/studies/e/Study_1/{verb}", body);
            string text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
            return JsonNode.Parse(text)!.AsObject();
        }
    }

    [Fact]
    public async Task What_is_wrong_with_a_study_is_said_by_field_and_nothing_is_made()
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher);

        string[] errors =
        [
            await ErrorsAsync(("vary", new JsonObject { ["lrr"] = new JsonArray(1, 2) })),
            await ErrorsAsync(("vary", new JsonObject { ["lr"] = new JsonArray(1, 1) })),
            await ErrorsAsync(("vary", new JsonObject { ["seed"] = new JsonArray(1, 2) })),
            await ErrorsAsync(("vary", null), ("variants", new JsonArray(Variant("a", 1e-3), Variant("b", 1e-3)))),
            await ErrorsAsync(("folds", 9)), await ErrorsAsync(("folds", "many")), await ErrorsAsync(("folds", 2)),
            await ErrorsAsync(("learning_curve", true)), await ErrorsAsync(("seeds", new JsonArray(1, 1))),
            await ErrorsAsync(("seeds", "1-3")), await ErrorsAsync(("metric", "beauty")), await ErrorsAsync(("baseline", "none")),
            await ErrorsAsync(("fold_files", new JsonArray("a.json", "b.json")), ("folds", null)),
            await ErrorsAsync(("search", new JsonObject { ["rule"] = "guess" })), await ErrorsAsync(("colour", "red")),
            await ErrorsAsync(("experiment", "../x")), await ErrorsAsync(("dataset", "nose")),
            await ErrorsAsync(("random", new JsonObject())),
        ];

        string[] fields = ["lrr", "lr", "seed", "variants", "folds", "folds", "folds.count", "learning_curve", "seeds", "seeds",
            "selection.metric", "baseline", "fold_files", "search.rule", "colour", "experiment", "dataset", "random"];
        Assert.Equal(fields, errors.Select(error => error.Split(':')[0]));
        Assert.Contains(errors, error => error.Contains("at most 6", StringComparison.Ordinal));
        Assert.Empty(queue.Runs.All);
        Assert.False(Directory.Exists(Path.Combine(Results(queue), "e")));

        async Task<string> ErrorsAsync(params (string Name, JsonNode? Value)[] more)
        {
            HttpResponseMessage answer = await QueueStudy.PostAsync(ada, "api/v1/studies", Grid(more));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return await ApiClient.ProblemAsync(answer);
        }
    }

    [Fact]
    public async Task A_study_that_is_sent_again_with_its_key_is_made_once()
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher);

        HttpResponseMessage[] together = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => QueueStudy.PostAsync(ada, "api/v1/studies", Grid(), "key 1")));
        HttpResponseMessage other = await QueueStudy.PostAsync(ada, "api/v1/studies", Grid(("seeds", new JsonArray(5))), "key 1");
        HttpResponseMessage[] added = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => QueueStudy.PostAsync(
            ada, "api/v1/studies/e/Study_1/add", new JsonObject { ["seeds"] = new JsonArray(9) }, "key 2")));

        Assert.All(together, answer => Assert.Equal("/api/v1/studies/e/Study_1", answer.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.All(added, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(18, queue.Runs.All.Count);
    }

    [Fact]
    public async Task A_viewer_reads_a_study_without_paths_and_changes_none()
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher), vera = queue.Dashboard.Api("vera", Roles.Viewer);
        await QueueStudy.PostAsync(ada, "api/v1/studies", Grid());

        string text = await vera.GetStringAsync("api/v1/studies/e/Study_1", Cancellation);
        foreach (string verb in new[] { "pause", "continue", "stop", "launch" })
        {
            HttpResponseMessage answer = await QueueStudy.PostAsync(vera, $"api/v1/studies/e/Study_1/{verb}", null);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        string plan = Path.Combine(Results(queue), "e", "Study_1", StudyPlanFile.Name);
        await File.WriteAllTextAsync(plan, (await File.ReadAllTextAsync(plan, Cancellation)).Replace(
            "auc_ovr_macro", "beauty", StringComparison.Ordinal), Cancellation);
        HttpResponseMessage edited = await vera.GetAsync("api/v1/studies/e/Study_1", Cancellation);

        Assert.DoesNotContain(queue.Folder, text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, edited.StatusCode);
        string problem = await ApiClient.ProblemAsync(edited);
        Assert.StartsWith("e/Study_1/study.json: selection.metric: there is no beauty", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e/Study_9/pause", HttpStatusCode.NotFound)]
    [InlineData("e/Train_1/pause", HttpStatusCode.NotFound)]
    [InlineData("e/Study_1/continue", HttpStatusCode.Conflict)]
    [InlineData("e/Study_1/launch", HttpStatusCode.Conflict)]
    [InlineData("e/Study_1/add", HttpStatusCode.UnprocessableEntity)]
    public async Task What_cannot_be_done_is_refused_with_its_reason(string address, HttpStatusCode status)
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/studies", Grid());

        HttpResponseMessage answer = await QueueStudy.PostAsync(
            ada, $"api/v1/studies/{address}", address.EndsWith("add", StringComparison.Ordinal) ? new JsonObject() : null);

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain("The request cannot be answered", await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_submits_a_study_by_the_socket_and_by_a_token()
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher);
        Dictionary<string, string> here = new() { [DataFolder.Variable] = queue.Folder }, away = new()
        {
            ["ANGIOBOARD_SERVER"] = queue.Dashboard.Address, ["ANGIOBOARD_TOKEN"] = ada.Token,
        };
        string[] what =
            ["study", "new", "--pretrained", "none", "--batch-size", "2", "--vary", "lr=0.001,0.0001", "--folds", "3", "--seeds", "1-2"];
        string[] data = ["--split", queue.Split, "--datadir", Path.GetDirectoryName(queue.Split)!, "--class-names", "sick,well"];

        (int exit, string id, string said) = await Terminal.RunAsync(here, [.. what, .. data, "--submit", "--tags", "night"]);
        (int far, string other, string farSaid) = await Terminal.RunAsync(
            away, [.. what, "--submit", "--dataset", "eyes", "--experiment", "far", "--baseline", "lr=0.0001"]);
        (int alone, _, string lonely) = await Terminal.RunAsync(here, [.. what, .. data, "--dataset", "eyes"]);
        (int placed, _, string place) = await Terminal.RunAsync(here, [.. what, .. data, "--submit", "--output", "x"]);
        (int refused, _, string why) = await Terminal.RunAsync(here, [.. what, .. data, "--submit", "--metric", "beauty"]);

        Assert.True(exit == 0, said);
        Assert.True(far == 0, farSaid);
        Assert.Equal(("submitted/Study_1", "far/Study_1"), (id, other));
        Assert.Contains("12 runs are queued", said, StringComparison.Ordinal);
        Run[] made = [.. queue.Runs.All.Where(run => run.Experiment == "submitted").OrderBy(run => run.Key)];
        Assert.Equal((12, "night", Environment.UserName, new StudyPlace("Study_1", "lr=0.0001", 0)),
            (made.Length, made[0].Tags[0], made[0].Owner, made[1].Study));
        Assert.Equal("lr=0.0001", StudyPlanFile.Read(Path.Combine(Results(queue), "far", "Study_1", StudyPlanFile.Name)).Baseline);
        Assert.Equal((2, 2, 2), (alone, placed, refused));
        Assert.Contains("--dataset: is for a study that a dashboard makes; give --submit too", lonely, StringComparison.Ordinal);
        Assert.Contains("--output: the dashboard has its own folder of results", place, StringComparison.Ordinal);
        Assert.Contains("selection.metric: there is no beauty", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_that_a_terminal_trains_is_a_conflict()
    {
        await using QueueStudy queue = await StartAsync();
        using ApiClient ada = queue.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/studies", Grid());
        RunFolder folder = new(Path.Combine(Results(queue), "e", "Study_1"));
        using RunLock held = await RunLock.TakeAsync(folder, TimeProvider.System, Cancellation);

        foreach (string verb in (string[])["add", "launch"])
        {
            using HttpResponseMessage refused = await QueueStudy.PostAsync(ada, $"api/v1/studies/e/Study_1/{verb}",
                verb == "add" ? new JsonObject { ["seeds"] = new JsonArray(9) } : null);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("works on this study already; wait until it has ended, or end it",
                await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    private static string Results(QueueStudy queue) => queue.Dashboard.Services.GetRequiredService<AngioboardOptions>().Results;

    private static JsonObject Variant(string name, double lr) =>
        new() { ["name"] = name, ["settings"] = new JsonObject { ["lr"] = lr } };

    private static JsonObject Grid(params (string Name, JsonNode? Value)[] more) => QueueStudy.Launch(
    [
        ("settings", new JsonObject { ["pretrained"] = "none", ["epochs"] = 2, ["batch_size"] = 2 }),
        ("vary", new JsonObject { ["lr"] = new JsonArray(1e-3, 1e-4) }), ("folds", 3), ("seeds", new JsonArray(1, 2)), .. more,
    ]);

    // Twelve patients of two classes.
    private static async Task<QueueStudy> StartAsync()
    {
        QueueStudy queue = await QueueStudy.StartAsync();
        string exams = string.Join(", ", Enumerable.Range(0, 12).Select(n => $"""["p{n:00}_L/1.jpg", {n % 2}]"""));
        await File.WriteAllTextAsync(queue.Split, $$"""{"train": [{{exams}}]}""", Cancellation);
        return queue;
    }
}
