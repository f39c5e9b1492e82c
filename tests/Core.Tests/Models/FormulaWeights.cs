using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Tests.Models;

/// <summary>Weights computed from their name by a formula, for shapes too large to store; the formula is in the golden README.</summary>
internal static class FormulaWeights
{
    public static void Fill(nn.Module module)
    {
        using IDisposable grad = no_grad();
        foreach ((string name, Tensor parameter) in module.state_dict()) parameter.copy_(Of(name, parameter.shape));
    }

    public static Tensor Of(string name, long[] shape)
    {
        (double scale, double offset) = Rule(name, shape);
        return Values(name, shape, scale, offset);
    }

    public static Tensor Image(params long[] shape) => Values("image2026", shape, 1, 0);

    private static (double Scale, double Offset) Rule(string name, long[] shape)
    {
        string last = name[(name.LastIndexOf('.') + 1)..];
        if (name.Contains("norm", StringComparison.Ordinal) && last == "weight") return (0.1, 1);
        if (last.StartsWith("bias", StringComparison.Ordinal)) return (0.02, 0);
        if (last.StartsWith("weight", StringComparison.Ordinal))
            return (0.7 * Math.Sqrt(3.0 / shape.Skip(1).Aggregate(1L, (a, b) => a * b)), 0);
        return (0.02, 0);
    }

    private static Tensor Values(string name, long[] shape, double scale, double offset)
    {
        ulong start = Fnv1A(name);
        float[] values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            double u = (SplitMix(start + (ulong)i) >> 11) / 9007199254740992.0;
            values[i] = (float)(scale * (2 * u - 1) + offset);
        }
        return tensor(values, shape);
    }

    private static ulong Fnv1A(string text) =>
        Encoding.UTF8.GetBytes(text).Aggregate(0xcbf29ce484222325, (hash, b) => (hash ^ b) * 0x100000001b3);

    private static ulong SplitMix(ulong z)
    {
        z += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
