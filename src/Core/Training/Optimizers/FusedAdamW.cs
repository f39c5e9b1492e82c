using System.Runtime.Intrinsics;
using Angioboard.Core.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Optimizers;

/// <summary>
/// AdamW on the CPU: one pass over memory instead of nine calls per parameter. Each value is computed independently, so the result does
/// not depend on the number of threads.
/// </summary>
internal sealed unsafe class FusedAdamW(Parameter[] parameters, double weightDecay) : AdamW(weightDecay)
{
    // Elements per work item: large enough for low overhead, small enough to divide a model of one large matrix.
    private const int Block = 1 << 16;

    private readonly AdamWMoments[] moments = [.. parameters.Select(p => new AdamWMoments(Zeros(p), Zeros(p)))];

    public override IReadOnlyList<AdamWMoments> Moments => moments;

    public override double GradientNorm()
    {
        using DisposeScope scope = NewDisposeScope();
        (nint Gradient, int Length)[] blocks = [.. Blocks().Select(block => (block.Gradient, block.Length))];
        double[] sums = new double[blocks.Length];
        ForEach(blocks.Length, i => sums[i] = SumOfSquares((float*)blocks[i].Gradient, blocks[i].Length));
        return Math.Sqrt(sums.Sum());
    }

    public override void Step(double lr, double scale)
    {
        using DisposeScope scope = NewDisposeScope();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].grad is not null) moments[i].Step++;
        }
        (nint Parameter, nint Gradient, nint Mean, nint Square, int Length, AdamWFactors Factors)[] blocks =
            [.. Blocks()
                .Select(block =>
                    (block.Parameter, block.Gradient, block.Mean, block.Square, block.Length, Factors(moments[block.Index].Step, lr)))];
        ForEach(blocks.Length, i =>
        {
            (nint parameter, nint gradient, nint mean, nint square, int length, AdamWFactors factors) = blocks[i];
            Update((float*)parameter, (float*)gradient, (float*)mean, (float*)square, length, factors, scale);
        });
        foreach (Parameter parameter in parameters) parameter.grad = null;
    }

    private static Tensor Zeros(Parameter parameter) => zeros(parameter.shape, dtype: ScalarType.Float32).DetachFromDisposeScope();

    private static void ForEach(int count, Action<int> action) =>
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, action);

    /// <summary>Pieces of all parameters with a gradient. The tensors they point into live until the dispose scope ends.</summary>
    private IEnumerable<Piece> Blocks()
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].grad is not { } grad) continue;
            Tensor gradient = grad.contiguous();
            nint parameter = parameters[i].Address(), slope = gradient.Address(), mean = moments[i].Mean.Address(),
                square = moments[i].Square.Address();
            long length = gradient.numel();
            for (long start = 0; start < length; start += Block)
            {
                nint offset = (nint)(start * sizeof(float));
                yield return new(i, parameter + offset, slope + offset, mean + offset, square + offset,
                    (int)Math.Min(Block, length - start));
            }
        }
    }

    private static double SumOfSquares(float* values, int length)
    {
        Vector512<double> low = default, high = default;
        int i = 0;
        for (; i <= length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.Load(values + i));
            (low, high) = (low + a * a, high + b * b);
        }
        double sum = Vector512.Sum(low + high);
        for (; i < length; i++) sum += (double)values[i] * values[i];
        return sum;
    }

    private static void Update(float* parameter, float* gradient, float* mean, float* square, int length, AdamWFactors factors,
        double scale)
    {
        float decay = (float)factors.Decay, stepSize = (float)factors.StepSize, root = (float)factors.RootCorrection, by = (float)scale;
        const float First = (float)(1 - Beta1), Keep = (float)Beta2, Second = (float)(1 - Beta2), Least = (float)Epsilon;
        int i = 0;
        for (; i <= length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> g = Vector512.Load(gradient + i) * by, m = Vector512.Load(mean + i);
            m += (g - m) * First;
            Vector512<float> v = Vector512.Load(square + i) * Keep + g * g * Second;
            m.Store(mean + i);
            v.Store(square + i);
            Vector512<float> step = m / (Vector512.Sqrt(v) / root + Vector512.Create(Least)) * stepSize;
            (Vector512.Load(parameter + i) * decay - step).Store(parameter + i);
        }
        for (; i < length; i++)
        {
            float g = gradient[i] * by;
            mean[i] += (g - mean[i]) * First;
            square[i] = square[i] * Keep + g * g * Second;
            float step = mean[i] / (MathF.Sqrt(square[i]) / root + Least) * stepSize;
            parameter[i] = parameter[i] * decay - step;
        }
    }

    private readonly record struct Piece(int Index, nint Parameter, nint Gradient, nint Mean, nint Square, int Length);
}
