using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Dashboard.RunDetails.Evaluation;

namespace Angioboard.Dashboard.Tests.RunDetails;

public sealed class MetricNoteTests
{
    [Fact]
    public void Every_metric_of_an_evaluation_is_explained()
    {
        Assert.All(MetricNames.All, name => Assert.EndsWith(".", MetricNote.Of(name), StringComparison.Ordinal));
    }
}
