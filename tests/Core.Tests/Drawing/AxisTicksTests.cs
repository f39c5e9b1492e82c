using Angioboard.Core.Drawing;

namespace Angioboard.Core.Tests.Drawing;

public sealed class AxisTicksTests
{
    [Fact]
    public void Names_along_bars_are_wrapped_where_they_would_touch()
    {
        string[] names = ["Leakage", "Staining", "No", "Pooling", "Window defect"];

        Assert.Equal(["Leakage", "Staining", "No", "Pooling", "Window\ndefect"], Labels(names, 190));
        Assert.Equal(names, Labels(names, 400));
    }

    [Fact]
    public void Every_second_of_many_names_is_written()
    {
        string[] names = [.. Enumerable.Range(10, 20).Select(frames => $"{frames}")];

        Assert.Equal(["10", "12", "14", "16", "18", "20", "22", "24", "26", "28"], Labels(names, 180));
        Assert.Empty(AxisTicks.Categories([], 180));
    }

    private static IEnumerable<string> Labels(string[] names, float width) => AxisTicks.Categories(names, width).Select(tick => tick.Label);
}
