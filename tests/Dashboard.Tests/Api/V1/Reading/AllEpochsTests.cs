using System.Net;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Audit.Reading;
using Angioboard.Jobs.Users;
using Microsoft.Extensions.DependencyInjection;
using Parquet.Serialization;

namespace Angioboard.Dashboard.Tests.Api.V1.Reading;

/// <summary>The curves of all runs that match, in one answer.</summary>
public sealed class AllEpochsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("?format=csv", null, "text/csv")]
    [InlineData("", "text/csv", "text/csv")]
    [InlineData("", null, "application/jsonl")]
    [InlineData("", "application/x-ndjson", "application/jsonl")]
    [InlineData("?format=parquet", "text/csv", "application/vnd.apache.parquet")]
    [InlineData("", "application/vnd.apache.parquet", "application/vnd.apache.parquet")]
    public async Task Each_format_arrives_whole(string query, string? accept, string type)
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 4);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);
        if (accept is not null) ada.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        HttpResponseMessage answer = await ada.GetAsync($"api/v1/epochs{query}", Cancellation);

        byte[] body = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        string[] lines = System.Text.Encoding.UTF8.GetString(body).TrimEnd('\n').Split('\n');
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        switch (type)
        {
            case "text/csv":
                Assert.Equal(["run,experiment,name,epoch,train_loss,val_loss,val_accuracy,lr", "study/Train_1,study,,1,1,1,,1E-05"],
                    lines[..2]);
                Assert.Equal(13, lines.Length);
                break;
            case "application/jsonl":
                Assert.Equal("""
                    {"run":"study/Train_2","experiment":"study","name":"=1+1","epoch":1,"train_loss":1,"val_loss":0.5,
                    "val_accuracy":null,"lr":1E-05}
                    """.ReplaceLineEndings(""), lines[3]);
                Assert.Equal(12, lines.Length);
                break;
            default:
                IList<Dictionary<string, object>> rows =
                    (await ParquetSerializer.DeserializeUntypedAsync(new MemoryStream(body), cancellationToken: Cancellation)).Data;
                Assert.Equal(("study/Train_4", 3, 1.0 / 6), (rows[^1]["run"], rows[^1]["epoch"], rows[^1]["val_loss"]));
                Assert.Equal(12, rows.Count);
                break;
        }
    }

    [Fact]
    public async Task Runs_and_values_are_chosen_as_in_the_list()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 4);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        string csv = await ada.GetStringAsync("api/v1/epochs?format=csv&query=val_loss%3C0.2&owner=grace&fields=val_loss", Cancellation);
        HttpResponseMessage value = await ada.GetAsync("api/v1/epochs?fields=loss", Cancellation);
        HttpResponseMessage search = await ada.GetAsync("api/v1/epochs?query=val_los%3C0.2", Cancellation);

        Assert.Equal("run,experiment,name,epoch,val_loss\nstudy/Train_4,study,,1,0.25\nstudy/Train_4,study,,2,0.2\n"
            + "study/Train_4,study,,3,0.16666666666666666\n", csv);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (value.StatusCode, search.StatusCode));
        Assert.StartsWith("fields: no run has a value “loss” for each epoch", await ApiClient.ProblemAsync(value),
            StringComparison.Ordinal);
        Assert.Contains("Did you mean val_loss?", await ApiClient.ProblemAsync(search), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_them_out_is_recorded()
    {
        await using ReadableRuns study = await ReadableRuns.StartAsync(runs: 1);
        using ApiClient ada = study.Dashboard.Api("ada", Roles.Viewer);

        await ada.GetStringAsync("api/v1/epochs?query=t1", Cancellation);

        AuditEntry entry = Assert.Single(study.Dashboard.Services.GetRequiredService<AuditReader>()
            .All(new AuditQuery { Action = AuditActions.RunListExport }, Cancellation));
        Assert.Equal(("ada", "test", "epochs", "?query=t1"), (entry.User, entry.Token, entry.Target, entry.Detail));
    }
}
