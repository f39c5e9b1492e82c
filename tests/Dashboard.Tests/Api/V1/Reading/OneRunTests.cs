using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Angioboard.Jobs.Users.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>One run: what is known of it, its epochs and its files.</summary>
public sealed class OneRunTests
{
    private const string Run = "api/v1/runs/study/Train_2";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Researcher)]
    public async Task A_run_has_its_settings_as_in_its_file_and_its_folder_for_those_who_see_folders(string role)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", role);

        JsonObject run = JsonNode.Parse(await ada.GetStringAsync(Run, Cancellation))!.AsObject();

        JsonObject file = JsonNode.Parse(await File.ReadAllTextAsync(
            Path.Combine(study.Store.Find("study/Train_2")!.Folder, "settings.json"), Cancellation))!.AsObject();
        file.Remove("environment");
        file.Remove("fingerprint");
        Assert.Equal(file.ToJsonString(), run["settings"]!.ToJsonString());
        Assert.Equal(role == Roles.Viewer, run["folder"] is null);
        Assert.Equal("=1+1", (string?)run["name"]);
        Assert.Equal("""
            ["grace","finished","finished","2026-05-04T10:02:00Z",3,3,{"val_loss":{"value":0.25,"epoch":3}},["a","t2"],"note 2",
            {"test":{"accuracy":0.75,"auc_ovr_macro":null}},false]
            """.ReplaceLineEndings(""), new JsonArray([.. new[] { "owner", "status", "state", "created", "epochs_done",
                "best_epoch", "best", "tags", "note", "metrics", "test_sealed" }.Select(key => run[key]?.DeepClone())]).ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/lab")]
    public async Task Its_links_lead_there(string pathBase)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2, pathBase);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        JsonObject run = JsonNode.Parse(await ada.GetStringAsync(Run, Cancellation))!.AsObject();
        JsonObject files = JsonNode.Parse(await ada.GetStringAsync((string)run["links"]!["artifacts"]!, Cancellation))!.AsObject();

        string[] links = [.. run["links"]!.AsObject().Where(link => link.Key is not "page" and not "events")
                .Select(link => (string)link.Value!),
            .. files["artifacts"]!.AsArray().Select(file => (string)file!["link"]!)];
        foreach (string link in links)
        {
            using HttpResponseMessage answer = await ada.GetAsync(link, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, link);
        }
        Assert.Equal($"{pathBase}/runs/study/Train_2", (string?)run["links"]!["page"]);
        Assert.Equal($"{pathBase}/api/v1/events?run=study%2FTrain_2", (string?)run["links"]!["events"]);
        Assert.Equal(["best.ckpt", "evaluation.json", "predictions.json", "settings.json"],
            files["artifacts"]!.AsArray().Select(file => (string)file!["name"]!));
        Assert.Equal(100_000, (long?)files["artifacts"]![0]!["size"]);
    }

    [Fact]
    public async Task An_unchanged_run_is_not_sent_again()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        EntityTagHeaderValue tag = (await ada.GetAsync(Run, Cancellation)).Headers.ETag!;

        HttpResponseMessage same = await IfNotAsync(ada, tag);
        study.Store.Update("study/Train_2", run => run with { Note = "new" });
        HttpResponseMessage changed = await IfNotAsync(ada, tag);

        Assert.Equal((HttpStatusCode.NotModified, ""), (same.StatusCode, await same.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal((HttpStatusCode.OK, false), (changed.StatusCode, changed.Headers.ETag == tag));
    }

    [Fact]
    public async Task Epochs_count_from_1_and_can_be_chosen()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        string all = await ada.GetStringAsync($"{Run}/epochs", Cancellation);
        string chosen = await ada.GetStringAsync($"{Run}/epochs?fields=lr", Cancellation);
        HttpResponseMessage unknown = await ada.GetAsync($"{Run}/epochs?fields=val_los", Cancellation);

        Assert.StartsWith("""{"run":"study/Train_2","epochs":[{"epoch":1,"train_loss":1,"val_loss":0.5,"val_accuracy":null,"lr":1E-05},""",
            all, StringComparison.Ordinal);
        Assert.Equal("""{"run":"study/Train_2","epochs":[{"epoch":1,"lr":1E-05},{"epoch":2,"lr":1E-05},{"epoch":3,"lr":1E-05}]}""", chosen);
        Assert.Contains("did you mean val_loss?", await ApiClient.ProblemAsync(unknown), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_arrives_whole_and_in_part_and_the_audit_log_has_it()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Run}/artifacts/best.ckpt")
            { Headers = { Range = new RangeHeaderValue(99_990, null) } };

        byte[] whole = await ada.GetByteArrayAsync($"{Run}/artifacts/best.ckpt", Cancellation);
        HttpResponseMessage part = await ada.SendAsync(request, Cancellation);
        HttpResponseMessage none = await ada.GetAsync($"{Run}/artifacts/..%2f..%2fangioboard.db", Cancellation);

        string file = Path.Combine(study.Store.Find("study/Train_2")!.Folder, "best.ckpt");
        Assert.Equal(await File.ReadAllBytesAsync(file, Cancellation), whole);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[99_990..], await part.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("has no artifact of this name", await ApiClient.ProblemAsync(none), StringComparison.Ordinal);
        AuditEntry[] entries = [.. study.Dashboard.Services.GetRequiredService<AuditReader>()
            .All(new AuditQuery { Action = AuditActions.ResultDownload }, Cancellation)];
        Assert.All(entries, entry => Assert.Equal(("study/Train_2", "best.ckpt", "test"), (entry.Target, entry.Detail, entry.Token)));
        Assert.Equal(2, entries.Length);
    }

    [Fact]
    public async Task A_part_that_a_file_does_not_have_is_refused_in_words()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        using HttpRequestMessage request = new(HttpMethod.Get, $"{Run}/artifacts/best.ckpt")
            { Headers = { Range = new RangeHeaderValue(200_000, null) } };

        HttpResponseMessage none = await ada.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, none.StatusCode);
        Assert.Equal(100_000, none.Content.Headers.ContentRange?.Length);
        Assert.NotEqual("", await ApiClient.ProblemAsync(none));
    }

    [Fact]
    public async Task A_request_that_waited_is_refused_when_its_token_was_revoked_meanwhile()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(2, "", ("Limits:Downloads", "1"));
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        // More than the connection holds, so that the first download lasts until it is read.
        await File.WriteAllBytesAsync(
            Path.Combine(study.Store.Find("study/Train_2")!.Folder, "best.ckpt"), new byte[50_000_000], Cancellation);
        using HttpResponseMessage first = await ada.GetAsync(
            $"{Run}/artifacts/best.ckpt", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Task<HttpResponseMessage> second = ada.GetAsync($"{Run}/artifacts/predictions.json", Cancellation);
        // Time for the second to arrive; if it is slower, it is refused for its token.
        await Task.Delay(500, Cancellation);
        bool waited = !second.IsCompleted;

        study.Dashboard.Services.GetRequiredService<TokenStore>().RevokeAll(study.Dashboard.ActorOf("ada"), "ada");

        Assert.Equal((true, HttpStatusCode.Unauthorized), (waited, (await second).StatusCode));
    }

    [Theory]
    [InlineData("", null, "application/json")]
    [InlineData("?format=csv", null, "text/csv")]
    [InlineData("", "text/csv", "text/csv")]
    [InlineData("", "text/html, application/json;q=0.9, */*;q=0.8", "application/json")]
    [InlineData("?format=json", "text/csv", "application/json")]
    public async Task Predictions_come_in_the_form_that_is_asked_for(string query, string? accept, string type)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        if (accept is not null) ada.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        HttpResponseMessage answer = await ada.GetAsync($"{Run}/predictions{query}", Cancellation);

        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith(type == "text/csv"
            ? "split,exam,label,predicted,p sick,p well\r\ntest,0_L,sick,sick,0.75,0.25\r\n"
            : """{"run":"study/Train_2","class_names":["sick","well"],"splits":{"test":[{"exam":"0_L","label":0,"predicted":0,""",
            text, StringComparison.Ordinal);
        Assert.Contains("0.75", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=xml", null, HttpStatusCode.BadRequest, "format: there is no format “xml” here; use one of json, csv")]
    [InlineData("", "image/png", HttpStatusCode.NotAcceptable, "Accept: none of its types can be sent; ask for format=json, csv")]
    public async Task A_form_that_there_is_not_is_refused(string query, string? accept, HttpStatusCode status, string says)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 2);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        if (accept is not null) ada.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        HttpResponseMessage answer = await ada.GetAsync($"{Run}/predictions{query}", Cancellation);

        Assert.Equal((status, says), (answer.StatusCode, await ApiClient.ProblemAsync(answer)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/epochs")]
    [InlineData("/artifacts")]
    [InlineData("/artifacts/best.ckpt")]
    [InlineData("/artifacts.zip")]
    [InlineData("/predictions")]
    public async Task A_run_that_there_is_not_is_a_problem(string part)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        HttpResponseMessage answer = await ada.GetAsync($"api/v1/runs/study/Train_9{part}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith("There is no run study/Train_9", await ApiClient.ProblemAsync(answer), StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> IfNotAsync(ApiClient client, EntityTagHeaderValue tag) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Run) { Headers = { IfNoneMatch = { tag } } }, Cancellation);
}
