namespace Angioboard.Core.Phantom;

/// <summary>Times of an exam's frames and numbers of their files.</summary>
/// <param name="Times">Moments from 0 (the dye arrives) to 1 (the late phase), rising.</param>
/// <param name="Seconds">The same in seconds since the injection; early frames follow each other faster.</param>
/// <param name="Numbers">
/// File names: mostly 1, 2, 3 …; some exams start at another number, some have gaps, as clinics delete frames.
/// </param>
internal sealed record FrameTiming(double[] Times, double[] Seconds, int[] Numbers)
{
    private const int Fewest = 3, Most = 30;

    public int Count => Times.Length;

    /// <summary>Draws the times.</summary>
    /// <param name="random">The exam's random numbers.</param>
    /// <param name="extra">Frames beyond those that are drawn.</param>
    public static FrameTiming Draw(SeededRandom random, int extra = 0)
    {
        // Two exponentials: many exams of 5 to 10 frames, few long ones, between 8 and 9 on average.
        double waiting = -3.1 * (Math.Log(1 - random.NextDouble()) + Math.Log(1 - random.NextDouble()));
        int count = Math.Min(Most, Fewest + (int)waiting) + extra;
        double[] times = [.. Enumerable.Range(0, count).Select(i => i == 0 || i == count - 1 ? 0 : random.Uniform(-0.3, 0.3))];
        for (int i = 0; i < count; i++) times[i] = Math.Pow((i + times[i]) / (count - 1), 1.3);
        double first = random.Uniform(8, 15), last = random.Uniform(300, 900);

        int[] numbers = new int[count];
        numbers[0] = random.Chance(0.75) ? 1 : 1 + random.NextInt(40);
        bool gaps = random.Chance(0.2);
        for (int i = 1; i < count; i++) numbers[i] = numbers[i - 1] + 1 + (gaps && random.Chance(0.3) ? 1 + random.NextInt(3) : 0);
        return new(times, [.. times.Select(t => first + (last - first) * t * t)], numbers);
    }
}
