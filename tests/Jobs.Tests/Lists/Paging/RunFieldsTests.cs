using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Lists.Paging;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Runs;

namespace Angioboard.Jobs.Tests.Lists.Paging;

public sealed class RunFieldsTests
{
    [Fact]
    public void Values_have_the_types_of_JSON_and_the_id_comes_first()
    {
        Run run = Sample.Run(3, auc: 0.75) with
        {
            Created = new DateTimeOffset(2026, 5, 4, 12, 30, 0, TimeSpan.FromHours(2)), Tags = ["a", "b"], PeakMemory = 1_500_000_000,
            Last = new Dictionary<string, double?> { ["train_loss"] = double.NaN },
        };

        JsonObject row = RunFields.Choose(["best:val_auc_ovr_macro", "created", "tags", "peak_memory", "name", "note", "started",
            "last:train_loss", "id"]).Of(run);

        Assert.Equal("""
            {"id":"demo/Train_3","best:val_auc_ovr_macro":0.75,"created":"2026-05-04T10:30:00Z","tags":["a","b"],"peak_memory":1500000000,
            "name":"demo/Train_3","note":null,"started":null,"last:train_loss":null}
            """.ReplaceLineEndings(""), row.ToJsonString());
    }

    [Fact]
    public void Unknown_columns_are_named()
    {
        InputException refused = Assert.Throws<InputException>(() => RunFields.Choose(["name", "nam", "best:"]));

        Assert.Equal(2, refused.Problems.Count);
        Assert.StartsWith("fields: there is no column “nam”", refused.Problems[0], StringComparison.Ordinal);
    }
}
