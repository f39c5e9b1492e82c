using System.Runtime.CompilerServices;

namespace Angioboard.Core.Models.Kernels;

/// <summary>Weights of a block's layers laid out as <see cref="TileProduct.MultiplyPanels"/> reads them.</summary>
internal sealed unsafe class WeightPanels : IDisposable
{
    private readonly Floats memory;
    private readonly LinearWeights[] layers;
    private readonly bool backward;

    /// <summary>Memory to lay out layers in, so that they take tokens forward or, by the transposed weights, gradients backward.</summary>
    public WeightPanels(bool backward, params LinearWeights[] layers)
    {
        (this.backward, this.layers) = (backward, layers);
        memory = new Floats([.. layers.Select(layer => (long)layer.Inputs * layer.Outputs)]);
    }

    /// <summary>A work: lays out layers.</summary>
    public ParallelStage LayOut()
    {
        (int Layer, int Column)[] panels =
        [
            .. from layer in Enumerable.Range(0, layers.Length)
               from panel in Enumerable.Range(0, Columns(layers[layer]) / TileProduct.Columns)
               select (layer, panel * TileProduct.Columns),
        ];
        return ParallelStage.Of(panels.Length, index =>
        {
            (int layer, int column) = panels[index];
            LinearWeights from = layers[layer];
            float* to = memory[layer] + (nint)column * Depth(from);
            if (backward) TileProduct.CopyPanel(from.Weight + column, from.Inputs, to, from.Outputs);
            else Transpose(from.Weight + (nint)column * from.Inputs, from.Inputs, to);
        });
    }

    /// <summary>The product of rows of tokens, or of gradients backward, with a layer's weight.</summary>
    /// <param name="layer">Which of the layers.</param>
    /// <param name="from">Rows one after another.</param>
    /// <param name="to">Rows one after another, whole tiles.</param>
    /// <param name="rows">How many, in whole tiles.</param>
    /// <param name="add">Whether to add to what is there. Forward, the bias is added in any case.</param>
    public void Multiply(int layer, float* from, float* to, int rows, bool add = false)
    {
        LinearWeights weights = layers[layer];
        int depth = Depth(weights), columns = Columns(weights);
        TileProduct.MultiplyPanels(
            from, depth, 1, memory[layer], depth * TileProduct.Columns, to, columns, rows, depth, columns, backward ? null : weights.Bias, add);
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private int Depth(LinearWeights layer) => backward ? layer.Outputs : layer.Inputs;

    private int Columns(LinearWeights layer) => backward ? layer.Inputs : layer.Outputs;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* from, nint depth, float* to)
    {
        for (nint k = 0; k < depth; k += 4)
        {
            float* row = from + k, target = to + k * TileProduct.Columns;
            for (int column = 0; column < TileProduct.Columns; column += 4, row += 4 * depth) HeadAttention.Transpose4(row, depth, target + column, TileProduct.Columns);
        }
    }
}
