using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// A transformer block on the processor in float32, as one function of its input and parameters: pieces of tokens go from product to
/// product within a processor's cache, where libtorch sends all tokens through memory after each.
/// </summary>
internal sealed unsafe class FusedBlock : autograd.SingleTensorFunction<FusedBlock>
{
    private const string HeadsEntry = "heads";

    /// <inheritdoc/>
    public override string Name => nameof(FusedBlock);

    /// <summary>Whether it can take this input, (N, L, D), on this processor.</summary>
    public static bool Takes(Tensor x) =>
        TileProduct.IsSupported && x.device.type == DeviceType.CPU && x.dtype == ScalarType.Float32
        && FrameAttention.Takes(x.shape[1]) && x.shape[2] % TileProduct.Columns == 0;

    /// <summary>(N, L, D) → (N, L, D), by the parameters in the order of <see cref="Block"/>.</summary>
    public static Tensor Of(Tensor x, int heads, IReadOnlyList<Tensor> parameters)
    {
        if (is_grad_enabled() && (x.requires_grad || parameters.Any(parameter => parameter.requires_grad))) return apply([x, .. parameters, heads]);
        using DisposeScope scope = NewDisposeScope();
        return new Kept(x.contiguous(), heads, parameters, inner: false).Output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor x = ((Tensor)vars[0]).contiguous();
        Tensor[] parameters = [.. vars.Skip(1).Take(BlockWeights.Count).Cast<Tensor>()];
        int heads = (int)vars[^1];
        Kept kept = new(x, heads, parameters, inner: true);
        ctx.save_for_backward([x, kept.QueryKeyValue, kept.Sums, kept.Mixed, kept.Middle, kept.Inner!, .. parameters]);
        ctx.save_data(HeadsEntry, heads);
        return kept.Output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope(); // what the block kept is freed here, not at the end of the step
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor x = saved[0], given = grad_output.contiguous();
        (Tensor input, Tensor[] parameters) = new BlockBackward(Shape(x, (int)ctx.get_data(HeadsEntry)), new BlockWeights(saved[6..]))
        {
            Input = Floats(x), QueryKeyValue = Floats(saved[1]), Sums = Floats(saved[2]), Mixed = Floats(saved[3]), Middle = Floats(saved[4]), Inner = Floats(saved[5]),
            OutputGradient = Floats(given),
        }.Run();
        return [input.view(x.shape).MoveToOuterDisposeScope(), .. parameters.Select(gradient => gradient.MoveToOuterDisposeScope()), null!];
    }

    private static BlockShape Shape(Tensor x, int heads) => new((int)x.shape[0], (int)x.shape[1], (int)x.shape[2], heads);

    private static float* Floats(Tensor? tensor) => tensor is null ? null : (float*)tensor.Address();

    /// <summary>What a block computes, and what the way back needs of it.</summary>
    private sealed class Kept
    {
        public Kept(Tensor x, int heads, IReadOnlyList<Tensor> parameters, bool inner)
        {
            BlockShape shape = Shape(x, heads);
            QueryKeyValue = empty([shape.PaddedRows, 3 * shape.Dim]);
            Sums = empty([shape.Frames, heads, shape.Tokens]);
            Mixed = empty([shape.PaddedRows, shape.Dim]);
            Middle = empty([shape.PaddedRows, shape.Dim]);
            Inner = inner ? empty([shape.PaddedRows, shape.Hidden]) : null;
            Tensor output = empty([shape.PaddedRows, shape.Dim]);
            new BlockForward(shape, new BlockWeights(parameters))
            {
                Input = Floats(x), QueryKeyValue = Floats(QueryKeyValue), Sums = Floats(Sums), Mixed = Floats(Mixed), Middle = Floats(Middle), Inner = Floats(Inner),
                Output = Floats(output),
            }.Run();
            Output = output.narrow(0, 0, shape.Rows).view(x.shape);
        }

        public Tensor QueryKeyValue { get; }

        public Tensor Sums { get; }

        public Tensor Mixed { get; }

        public Tensor Middle { get; }

        public Tensor? Inner { get; }

        public Tensor Output { get; }
    }
}
