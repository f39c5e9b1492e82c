using Angioboard.Core.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Angioboard.Core.Models.Kernels;

/// <summary>
/// A transformer block on the CPU in float32 as one autograd function: pieces of tokens go from product to product within the CPU's cache,
/// whereas libtorch writes all tokens to memory after each.
/// </summary>
internal sealed unsafe class FusedBlock : autograd.SingleTensorFunction<FusedBlock>
{
    private const string HeadsEntry = "heads";

    /// <inheritdoc/>
    public override string Name => nameof(FusedBlock);

    /// <summary>Whether this input, (N, L, D), is supported on this CPU.</summary>
    public static bool Takes(Tensor x) =>
        Processor.FusesBlocks && x.device.type == DeviceType.CPU && x.dtype == ScalarType.Float32
        && FrameAttention.Takes(x.shape[1]) && x.shape[2] % TileProduct.Columns == 0;

    /// <summary>(N, L, D) → (N, L, D), with the parameters in the order of <see cref="Block"/>.</summary>
    public static Tensor Of(Tensor x, int heads, IReadOnlyList<Tensor> parameters)
    {
        if (is_grad_enabled() && (x.requires_grad || parameters.Any(parameter => parameter.requires_grad)))
            return apply([x, .. parameters, heads]);
        using DisposeScope scope = NewDisposeScope();
        return Compute(x.contiguous(), heads, parameters, keep: false).Output.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor x = ((Tensor)vars[0]).contiguous();
        Tensor[] parameters = [.. vars.Skip(1).Take(BlockWeights.Count).Cast<Tensor>()];
        int heads = (int)vars[^1];
        (Tensor output, List<Tensor> activations) = Compute(x, heads, parameters, keep: true);
        ctx.save_for_backward([.. activations, .. parameters]);
        ctx.save_data(HeadsEntry, heads);
        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using DisposeScope scope = NewDisposeScope(); // frees the block's activations here, not at the end of the step
        List<Tensor> saved = ctx.get_saved_variables();
        Tensor x = saved[0], given = grad_output.contiguous();
        BlockShape shape = Shape(x, (int)ctx.get_data(HeadsEntry));
        BlockActivations values = new(saved[..BlockActivations.Count]);
        (Tensor input, Tensor[] parameters) =
            new BlockBackward(shape, new BlockWeights(saved[BlockActivations.Count..]), values, (float*)given.Address()).Run();
        return [input.view(x.shape).MoveToOuterDisposeScope(), .. parameters.Select(gradient => gradient.MoveToOuterDisposeScope()), null!];
    }

    private static BlockShape Shape(Tensor x, int heads) => new((int)x.shape[0], (int)x.shape[1], (int)x.shape[2], heads);

    /// <summary>
    /// The output, (N, L, D), and the tensors of <see cref="BlockActivations"/>; those for the backward pass only if requested.
    /// </summary>
    private static (Tensor Output, List<Tensor> Activations) Compute(Tensor x, int heads, IReadOnlyList<Tensor> parameters, bool keep)
    {
        BlockShape shape = Shape(x, heads);
        Tensor Rows(int features) => empty([shape.PaddedRows, features]);
        List<Tensor> activations = [x, Rows(3 * shape.Dim), empty([new FrameAttention(shape).Sums]), Rows(shape.Dim), Rows(shape.Dim)];
        if (keep) activations.Add(Rows(shape.Hidden));
        Tensor output = Rows(shape.Dim);
        new BlockForward(shape, new BlockWeights(parameters), new BlockActivations(activations), (float*)output.Address()).Run();
        return (output.narrow(0, 0, shape.Rows).view(x.shape), activations);
    }
}
