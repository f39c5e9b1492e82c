namespace Angioboard.Core.Data.Augmentation;

/// <summary>
/// The random augmentations of one epoch's training frames: horizontal flip, vertical flip, scale, rotation, then brightness and
/// contrast in random order. A frame's draw depends only on the seed and its position, never on what was loaded before it.
/// </summary>
/// <param name="options">Probabilities and strengths.</param>
/// <param name="scope">The scope of one draw.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="epoch">The epoch, from 0.</param>
public sealed class RandomAugmentation(AugmentationOptions options, AugmentationScope scope, long seed, int epoch)
{
    /// <summary>Augments an exam's frames in place.</summary>
    /// <param name="frames">Float32 values (T, 1, S, S).</param>
    /// <param name="imageSize">The side S in pixels.</param>
    /// <param name="exam">The exam's position in the data set.</param>
    /// <param name="batch">The batch's position in the epoch.</param>
    internal void Apply(Span<float> frames, int imageSize, int exam, int batch)
    {
        int area = imageSize * imageSize;
        for (int t = 0; t < frames.Length / area; t++)
            Draw(exam, batch, t).ApplyTo(new(frames.Slice(t * area, area), 1, imageSize, imageSize));
    }

    /// <summary>What frame <paramref name="frame"/> of an exam gets.</summary>
    internal AugmentationDraw Draw(int exam, int batch, int frame) => AugmentationDraw.Next(options, scope switch
    {
        AugmentationScope.Frame => new(seed, "augment", epoch, exam, frame),
        AugmentationScope.Exam => new(seed, "augment", epoch, exam),
        _ => new(seed, "augment", epoch, batch),
    });
}
