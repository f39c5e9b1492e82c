using Angioboard.Core.Data.Augmentation;

namespace Angioboard.Core.Tests.Data.Augmentation;

public sealed class RandomAugmentationTests
{
    private static readonly AugmentationOptions Defaults = new();

    [Fact]
    public void Frame_scope_draws_again_for_each_frame_and_epoch()
    {
        RandomAugmentation epoch = new(Defaults, AugmentationScope.Frame, 42, 3), next = new(Defaults, AugmentationScope.Frame, 42, 4);

        AugmentationDraw[] draws = [.. Enumerable.Range(0, 20).Select(frame => epoch.Draw(5, 1, frame))];

        Assert.True(draws.Distinct().Count() > 10);
        Assert.NotEqual(draws, Enumerable.Range(0, 20).Select(frame => next.Draw(5, 1, frame)));
    }

    [Fact]
    public void Exam_scope_gives_all_frames_of_an_exam_one_draw_in_any_batch()
    {
        RandomAugmentation augmentation = new(Defaults, AugmentationScope.Exam, 42, 0);

        AugmentationDraw[] exams = [.. Enumerable.Range(0, 20).Select(exam => augmentation.Draw(exam, 0, 0))];

        Assert.Equal(exams, Enumerable.Range(0, 20).Select(exam => augmentation.Draw(exam, 7, 3)));
        Assert.True(exams.Distinct().Count() > 10);
    }

    [Fact]
    public void Batch_scope_gives_all_exams_of_a_batch_one_draw()
    {
        RandomAugmentation augmentation = new(Defaults, AugmentationScope.Batch, 42, 0);

        AugmentationDraw[] batches = [.. Enumerable.Range(0, 20).Select(batch => augmentation.Draw(0, batch, 0))];

        Assert.Equal(batches, Enumerable.Range(0, 20).Select(batch => augmentation.Draw(9, batch, 3)));
        Assert.True(batches.Distinct().Count() > 10);
    }

    [Fact]
    public void Draws_have_the_probabilities_and_ranges_of_the_options()
    {
        AugmentationDraw[] draws = [.. Enumerable.Range(0, 20_000).Select(i => AugmentationDraw.Next(Defaults, new(1, "augment", i)))];

        double Share(Func<AugmentationDraw, bool> property) => draws.Count(property) / (double)draws.Length;
        Assert.Equal(0.5, Share(draw => draw.FlipHorizontally), 0.02);
        Assert.Equal(0.1, Share(draw => draw.FlipVertically), 0.02);
        Assert.Equal(0.75, Share(draw => draw.Scale is not null), 0.02);
        Assert.Equal(0.25, Share(draw => draw.Degrees is not null), 0.02);
        Assert.Equal(0.25, Share(draw => draw is { Brightness: not null, Contrast: not null }), 0.02);
        Assert.Equal(0.125, Share(draw => draw.ContrastFirst), 0.02);
        Assert.All(draws, draw => Assert.InRange(draw.Scale ?? 1, 0.8, 1.2));
        Assert.All(draws, draw => Assert.InRange(draw.Degrees ?? 0, -25, 25));
        Assert.All(draws, draw => Assert.InRange(draw.Brightness ?? 1, 0.67, 1.33));
        Assert.All(draws, draw => Assert.InRange(draw.Contrast ?? 1, 0.67, 1.33));
        Assert.Equal(-24, draws.Min(draw => draw.Degrees ?? 0), 1.0);
    }

    [Fact]
    public void Values_beyond_1_are_clamped_only_by_brightness_and_contrast()
    {
        float[] turned = [1.5f, -0.5f, 0.25f, 0.75f], brightened = [1.5f, -0.5f, 0.25f, 0.75f];

        new AugmentationDraw(true, false, null, null, null, null, false).ApplyTo(new(turned, 1, 2, 2));
        new AugmentationDraw(false, false, null, null, 1, null, false).ApplyTo(new(brightened, 1, 2, 2));

        Assert.Equal([-0.5f, 1.5f, 0.75f, 0.25f], turned);
        Assert.Equal([1, 0, 0.25f, 0.75f], brightened);
    }

    [Fact]
    public void Brightness_and_contrast_are_applied_in_the_drawn_order()
    {
        float[] brightnessFirst = [0.2f, 0.6f], contrastFirst = [0.2f, 0.6f];
        AugmentationDraw draw = new(false, false, null, null, 2, 0.5, false);

        draw.ApplyTo(new(brightnessFirst, 1, 1, 2));
        (draw with { ContrastFirst = true }).ApplyTo(new(contrastFirst, 1, 1, 2));

        // 0.2, 0.6 → 0.4, 1 (clamped), then halves of these and of their grey; or first halves, then doubled.
        Assert.Equal([0.2f + 0.35f * 0.9999f, 0.5f + 0.35f * 0.9999f], brightnessFirst, (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([0.2f + 0.4f * 0.9999f, 0.6f + 0.4f * 0.9999f], contrastFirst, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }
}
