using System.Text.Json;
using Angioboard.Core.Data.Transforms;
using CsCheck;

namespace Angioboard.Core.Tests.Data.Transforms;

public sealed class FrameSelectionTests
{
    private static readonly Gen<(int Frames, int Cap)> Counts = Gen.Select(Gen.Int[1, 400], Gen.Int[1, 60]);

    [Fact]
    public void Selections_equal_the_golden_ones()
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(GoldenFiles.Path("frame_selection.json")));

        foreach (JsonElement row in golden.RootElement.EnumerateArray())
        {
            int? cap = row.GetProperty("max_frames").ValueKind == JsonValueKind.Null ? null : row.GetProperty("max_frames").GetInt32();
            FrameSpan span = Enum.Parse<FrameSpan>(row.GetProperty("span").GetString()!, ignoreCase: true);

            int[] selected = FrameSelection.Select(row.GetProperty("frames").GetInt32(), cap, span);

            Assert.Equal(row.GetProperty("indices").EnumerateArray().Select(index => index.GetInt32()), selected);
        }
        Assert.True(golden.RootElement.GetArrayLength() > 100);
    }

    [Fact]
    public void Uniform_selection_rounds_ties_to_even()
    {
        int[] down = FrameSelection.Select(6, 3, FrameSpan.Uniform), up = FrameSelection.Select(8, 3, FrameSpan.Uniform);

        Assert.Equal([0, 2, 5], down);
        Assert.Equal([0, 4, 7], up);
    }

    [Theory]
    [InlineData(FrameSpan.Uniform)]
    [InlineData(FrameSpan.Last)]
    public void A_single_frame_is_the_last_one(FrameSpan span) => Assert.Equal([8], FrameSelection.Select(9, 1, span));

    [Fact]
    public void Any_selection_is_increasing_and_as_long_as_the_limit_allows() => Counts.Sample((frames, cap) =>
    {
        foreach (FrameSpan span in Enum.GetValues<FrameSpan>())
        {
            int[] selected = FrameSelection.Select(frames, cap, span);

            Assert.Equal(Math.Min(frames, cap), selected.Length);
            Assert.All(selected, index => Assert.InRange(index, 0, frames - 1));
            Assert.All(selected.Zip(selected.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            Assert.Equal(frames - 1, selected[^1]);
        }
    });

    [Fact]
    public void A_uniform_selection_begins_with_the_first_frame_and_is_evenly_spread() => Counts.Sample((frames, cap) =>
    {
        cap = Math.Max(cap, 2);

        int[] selected = FrameSelection.Select(frames, cap, FrameSpan.Uniform);

        int[] steps = [.. selected.Zip(selected.Skip(1), (a, b) => b - a)];
        Assert.Equal(0, selected[0]);
        Assert.True(steps.Length == 0 || steps.Max() - steps.Min() <= 1);
    });

    [Fact]
    public void The_last_frames_are_consecutive() => Counts.Sample((frames, cap) =>
    {
        int[] selected = FrameSelection.Select(frames, cap, FrameSpan.Last);

        Assert.Equal(selected.Length - 1, selected[^1] - selected[0]);
    });
}
