using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1;

/// <summary>What programs change by the API.</summary>
public sealed class ChangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_launch_makes_runs_for_each_combination_of_values_and_says_where_they_are()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);

        HttpResponseMessage answer = await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch(
            ("vary", new JsonObject { ["lr"] = new JsonArray(1e-3, 1e-4), ["seed"] = new JsonArray(1, 2) }), ("name", "lr {lr}"),
            ("note", "a note"), ("tags", new JsonArray("a", "b"))));

        JsonObject launched = (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!;
        Assert.True(answer.StatusCode == HttpStatusCode.Created, launched.ToJsonString());
        Assert.Equal("/api/v1/runs/e/Train_1", answer.Headers.Location?.OriginalString);
        Assert.Equal(["e/Train_1", "e/Train_2", "e/Train_3", "e/Train_4"],
            launched["runs"]!.AsArray().Select(run => (string?)run!["id"]));
        Assert.Equal("queued", (string?)launched["runs"]![0]!["status"]);
        Assert.Equal([1e-3, 1e-3, 1e-4, 1e-4], study.Runs.All.OrderBy(run => run.Key).Select(run => run.Settings.Lr));
        Run first = study.Runs.Find("e/Train_1")!;
        Assert.Equal(("ada", "eyes", "lr 0.001", "a note", "a b", 2),
            (first.Owner, first.Dataset, first.Name, first.Note, string.Join(' ', first.Tags), first.Settings.Epochs));
        string audit = await AuditAsync(study);
        Assert.Contains("\"action\":\"run.launch\",\"target\":\"e\",\"outcome\":\"done\"", audit, StringComparison.Ordinal);
        Assert.Contains("\"token\":\"test\"", audit.Split('\n').Single(line => line.Contains("run.launch", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_launch_is_listed_by_field_and_nothing_is_made()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        JsonObject wrong = QueueStudy.Launch(("experiment", null), ("dataset", "nose"), ("colour", "red"), ("tags", "a"),
            ("vary", new JsonObject { ["lrr"] = new JsonArray(1) }));

        HttpResponseMessage fields = await QueueStudy.PostAsync(ada, "api/v1/runs", wrong);
        HttpResponseMessage values = await QueueStudy.PostAsync(ada, "api/v1/runs",
            QueueStudy.Launch(("settings", new JsonObject { ["epochs"] = 0, ["lr"] = "much", ["backbone"] = "resnet" })));

        JsonObject first = await ApiClient.ProblemOfAsync(fields), second = await ApiClient.ProblemOfAsync(values);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (fields.StatusCode, values.StatusCode));
        Assert.Equal(["colour", "dataset", "experiment", "lrr", "tags"],
            first["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["backbone", "epochs", "lr"],
            second["errors"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Empty(study.Runs.All);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest, "cannot be read as JSON")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "is not a JSON object")]
    [InlineData("{\"experiment\":\"e\",\"experiment\":\"f\"}", "application/json", HttpStatusCode.BadRequest, "experiment")]
    [InlineData("experiment=e", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "must be JSON")]
    public async Task A_body_that_is_no_json_object_is_refused(string body, string type, HttpStatusCode status, string says)
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);

        HttpResponseMessage answer = await ada.PostAsync("api/v1/runs", new StringContent(body, Encoding.UTF8, type), Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(says, await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_megabytes_is_refused()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);

        HttpResponseMessage answer =
            await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch(("note", new string('n', 2_000_000))));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("1048576 bytes", await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launch_that_is_sent_again_with_its_key_launches_once_even_after_a_restart()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher), bob = study.Dashboard.Api("bob", Roles.Researcher);
        JsonObject body = QueueStudy.Launch();

        HttpResponseMessage[] together = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => QueueStudy.PostAsync(ada, "api/v1/runs", body, "key 1")));
        HttpResponseMessage other = await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch(("note", "x")), "key 1");
        HttpResponseMessage bobs = await QueueStudy.PostAsync(bob, "api/v1/runs", body, "key 1");
        await study.RestartAsync();
        using ApiClient again = new(new Uri(study.Dashboard.Address), ada.Token);
        HttpResponseMessage later = await QueueStudy.PostAsync(again, "api/v1/runs", body, "key 1");

        Assert.All(together.Append(later), answer => Assert.Equal("/api/v1/runs/e/Train_1", answer.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains("for e/Train_1, with another body", await ApiClient.ProblemAsync(other), StringComparison.Ordinal);
        Assert.Equal("/api/v1/runs/e/Train_2", bobs.Headers.Location?.OriginalString);
        Assert.Equal(2, study.Runs.All.Count);
    }

    [Fact]
    public async Task A_run_is_paused_continued_stopped_resumed_deleted_and_restored()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());
        List<string> states = [];

        foreach (string verb in new[] { "pause", "continue", "stop", "stop", "resume", "finish-early", "stop" })
            await DoAsync(verb);
        HttpResponseMessage deleted = await ada.DeleteAsync("api/v1/runs/e/Train_1", Cancellation);
        bool trashed = study.Runs.Find("e/Train_1")!.Trashed is not null;
        await DoAsync("restore");

        Assert.Equal(["queued", "queued", "stopped", "409 neither waits nor runs, so there is nothing to stop",
            "queued", "409 is not training, so it cannot finish early", "stopped", "stopped"], states);
        Assert.Equal((HttpStatusCode.NoContent, true), (deleted.StatusCode, trashed));

        async Task DoAsync(string verb)
        {
            HttpResponseMessage answer = await QueueStudy.PostAsync(ada, $"api/v1/runs/e/Train_1/{verb}", null);
            states.Add(answer.IsSuccessStatusCode
                ? $"{(await answer.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["status"]}"
                : $"{(int)answer.StatusCode} {(await ApiClient.ProblemAsync(answer)).Split(": ")[1]}");
        }
    }

    [Theory]
    [InlineData("POST", "runs/e/Train_9/stop", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "runs/e/Train_9", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "runs/e/Train_9", HttpStatusCode.NotFound)]
    [InlineData("POST", "runs/e/Train_1/explode", HttpStatusCode.NotFound)]
    [InlineData("PUT", "runs/e/Train_1/stop", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "runs/e/Train_1/restore", HttpStatusCode.Conflict)]
    [InlineData("POST", "runs/e/Train_1/stop?force=true", HttpStatusCode.BadRequest)]
    [InlineData("POST", "runs/e/Train_1/epochs", HttpStatusCode.UnprocessableEntity)]
    public async Task What_does_not_exist_is_refused_by_name(string method, string address, HttpStatusCode status)
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());
        using HttpRequestMessage request = new(new HttpMethod(method), $"api/v1/{address}");
        if (method == "PATCH" || address.EndsWith("epochs", StringComparison.Ordinal))
            request.Content = JsonContent.Create(new JsonObject());

        HttpResponseMessage answer = await ada.SendAsync(request, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        string problem = await ApiClient.ProblemAsync(answer);
        Assert.DoesNotContain("The request cannot be answered", problem, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Queued, study.Runs.Find("e/Train_1")!.Status);
    }

    [Theory]
    [InlineData("PUT", "runs/e/Train_1/stop", "POST")]
    [InlineData("POST", "datasets", "GET")]
    [InlineData("HEAD", "runs/e/Train_1", "DELETE, GET, PATCH")]
    [InlineData("HEAD", "events", "GET")]
    [InlineData("POST", "runs/e/Train_1/artifacts/best.ckpt", "GET, HEAD")]
    public async Task A_method_that_an_address_lacks_is_refused_with_those_that_it_has(string method, string address, string allowed)
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());
        using HttpRequestMessage request = new(new HttpMethod(method), $"api/v1/{address}");

        HttpResponseMessage answer = await ada.SendAsync(request, Cancellation);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, allowed), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
    }

    [Fact]
    public async Task A_waiting_run_says_why_it_waits_as_the_queue_does()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());

        JsonObject run = (await ada.GetFromJsonAsync<JsonObject>("api/v1/runs/e/Train_1", Cancellation))!;
        JsonObject queue = (await ada.GetFromJsonAsync<JsonObject>("api/v1/queue", Cancellation))!;

        Assert.NotEqual("", (string?)run["reason"]);
        Assert.Equal((string)queue.First(entry => entry.Value is JsonArray).Value![0]!["reason"]!, (string?)run["reason"]);
    }

    [Fact]
    public async Task A_viewers_token_and_an_administrators_viewer_token_launch_and_stop_nothing()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher), vera = study.Dashboard.Api("vera", Roles.Viewer);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());
        TokenStore tokens = study.Dashboard.Services.GetRequiredService<TokenStore>();
        using ApiClient low = new(new Uri(study.Dashboard.Address),
            tokens.Create(study.Dashboard.ActorOf("ada"), "low", Roles.Viewer, DateTimeOffset.UtcNow.AddDays(1)));

        foreach ((ApiClient client, string says) in new[] { (vera, "Your role, viewer"), (low, "The role of the token low, viewer") })
        {
            foreach (string address in new[] { "api/v1/runs", "api/v1/runs/e/Train_1/stop" })
            {
                HttpResponseMessage answer = await QueueStudy.PostAsync(client, address, QueueStudy.Launch());
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.StartsWith(says, await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
            }
        }

        Assert.Equal(RunStatus.Queued, Assert.Single(study.Runs.All).Status);
    }

    [Fact]
    public async Task A_browsers_cookie_changes_nothing_without_the_header_of_its_page()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using Browser ada = await study.Dashboard.BrowserOfAsync("ada", Roles.Researcher);

        HttpResponseMessage without = await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());
        int before = study.Runs.All.Count;
        JsonObject csrf = (await ada.GetFromJsonAsync<JsonObject>("api/v1/csrf", Cancellation))!;
        ada.DefaultRequestHeaders.Add((string)csrf["header"]!, (string?)csrf["value"]);
        HttpResponseMessage with = await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());
        ada.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        HttpResponseMessage foreign = await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch());

        Assert.Equal((HttpStatusCode.Forbidden, 0, HttpStatusCode.Created), (without.StatusCode, before, with.StatusCode));
        Assert.StartsWith("X-CSRF: ", await ApiClient.ProblemAsync(without), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.StartsWith("This request comes from a page of another site", await ApiClient.ProblemAsync(foreign),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_are_changed_only_if_nobody_else_has_changed_them()
    {
        await using QueueStudy study = await QueueStudy.StartAsync();
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Researcher);
        await QueueStudy.PostAsync(ada, "api/v1/runs", QueueStudy.Launch(("name", "first"), ("note", "n")));
        EntityTagHeaderValue tag = (await ada.GetAsync("api/v1/runs/e/Train_1/texts", Cancellation)).Headers.ETag!;

        HttpResponseMessage done = await PatchAsync(new JsonObject { ["tags"] = new JsonArray("good", "GOOD") });
        HttpResponseMessage late = await PatchAsync(new JsonObject { ["note"] = "lost" });
        tag = done.Headers.ETag!;
        HttpResponseMessage last = await PatchAsync(new JsonObject { ["name"] = null });
        HttpResponseMessage tooLong = await PatchAsync(new JsonObject { ["name"] = new string('x', 300) }, any: true);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity),
            (done.StatusCode, late.StatusCode, last.StatusCode, tooLong.StatusCode));
        Assert.StartsWith("Somebody has changed", await ApiClient.ProblemAsync(late), StringComparison.Ordinal);
        Assert.Contains("name", (await ApiClient.ProblemOfAsync(tooLong))["errors"]!.AsObject().Select(field => field.Key));
        Run run = study.Runs.Find("e/Train_1")!;
        Assert.Equal((null, "good", "n"), (run.Name, string.Join(' ', run.Tags), run.Note));

        async Task<HttpResponseMessage> PatchAsync(JsonObject change, bool any = false)
        {
            using HttpRequestMessage request = new(HttpMethod.Patch, "api/v1/runs/e/Train_1") { Content = JsonContent.Create(change) };
            request.Headers.IfMatch.Add(any ? EntityTagHeaderValue.Any : tag);
            return await ada.SendAsync(request, Cancellation);
        }
    }

    [Fact]
    public async Task More_requests_than_allowed_in_a_minute_are_refused_with_the_time_to_wait()
    {
        await using QueueStudy study = await QueueStudy.StartAsync(("Limits:ApiRequests", "5"));
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer), bob = study.Dashboard.Api("bob", Roles.Viewer);
        List<HttpResponseMessage> answers = [];

        for (int i = 0; i < 6; i++) answers.Add(await ada.GetAsync("api/v1/openapi.json", Cancellation));
        HttpResponseMessage other = await bob.GetAsync("api/v1/openapi.json", Cancellation);

        Assert.All(answers.Take(5).Append(other), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[5].StatusCode);
        Assert.InRange(answers[5].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.StartsWith("You have sent 5 requests in a minute", await ApiClient.ProblemAsync(answers[5]), StringComparison.Ordinal);
    }

    private static async Task<string> AuditAsync(QueueStudy study)
    {
        string file = Assert.Single(Directory.EnumerateFiles(Path.Combine(study.Folder, "audit"), "*.jsonl"));
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
