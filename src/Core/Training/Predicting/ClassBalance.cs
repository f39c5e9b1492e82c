namespace Angioboard.Core.Training.Predicting;

/// <summary>Class weights that balance rare and frequent classes in the loss.</summary>
public static class ClassBalance
{
    /// <summary>
    /// w_c = N / (C·n_c) over the labelled exams; 0 for a class without exams. Labels from 0 to <paramref name="classes"/> − 1.
    /// </summary>
    public static double[] Weights(IEnumerable<int> labels, int classes)
    {
        int[] counts = Counts(labels, classes);
        double all = counts.Sum();
        return [.. counts.Select(n => n == 0 ? 0 : all / (classes * (double)n))];
    }

    /// <summary>Exams of each class.</summary>
    public static int[] Counts(IEnumerable<int> labels, int classes)
    {
        int[] counts = new int[classes];
        foreach (int label in labels) counts[label]++;
        return counts;
    }
}
