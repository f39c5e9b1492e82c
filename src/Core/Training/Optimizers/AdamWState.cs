using Angioboard.Core.Formats.Pickle;
using Angioboard.Core.Settings;
using static TorchSharp.torch;

namespace Angioboard.Core.Training.Optimizers;

/// <summary>The optimizer's state in the checkpoint format of PyTorch's AdamW.</summary>
internal static class AdamWState
{
    /// <summary>
    /// {state: {i: {step, exp_avg, exp_avg_sq}}, param_groups: [{lr, betas, eps, weight_decay, …, params: [i …]}]}. A parameter that has
    /// not taken a step yet has no state. The tensors are the optimizer's own: write them before the next step.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> ToPlain(AdamW optimizer, RunSettings settings, double lr)
    {
        IReadOnlyList<AdamWMoments> states = optimizer.Moments;
        Dictionary<long, object?> state = [];
        for (int i = 0; i < states.Count; i++)
        {
            if (states[i].Step == 0) continue;
            state[i] = new Dictionary<string, object?>
            {
                ["step"] = tensor((float)states[i].Step),
                ["exp_avg"] = states[i].Mean,
                ["exp_avg_sq"] = states[i].Square,
            };
        }
        return new Dictionary<string, object?>
        {
            ["state"] = state,
            ["param_groups"] = new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["lr"] = lr,
                    ["betas"] = new List<object?> { 0.9, 0.999 },
                    ["eps"] = 1e-8,
                    ["weight_decay"] = settings.WeightDecay,
                    ["amsgrad"] = false,
                    ["maximize"] = false,
                    ["params"] = Enumerable.Range(0, states.Count).Select(i => (object?)(long)i).ToList(),
                },
            },
        };
    }

    /// <summary>Restores a state from <see cref="ToPlain"/> into an optimizer that has not stepped yet.</summary>
    /// <param name="optimizer">The optimizer, over the same parameters in the same order.</param>
    /// <param name="plain">The checkpoint's entry <c>optimizer_states</c>.</param>
    /// <param name="path">The checkpoint.</param>
    /// <exception cref="InputException">It is not the state of such an optimizer.</exception>
    public static void Restore(AdamW optimizer, object? plain, string path)
    {
        if (plain is not List<object?> { Count: > 0 } list || list[0] is not PickleDictionary first
            || first.GetValueOrDefault("state") is not PickleDictionary saved) throw NotOne(path);
        using IDisposable grad = no_grad();
        IReadOnlyList<AdamWMoments> states = optimizer.Moments;
        foreach ((object index, object? value) in saved)
        {
            if (index is not long i || i < 0 || i >= states.Count || value is not PickleDictionary parameter) throw NotOne(path);
            AdamWMoments state = states[(int)i];
            if (parameter.GetValueOrDefault("step") is not Tensor { dtype: ScalarType.Float32 } step || step.numel() != 1
                || parameter.GetValueOrDefault("exp_avg") is not Tensor mean
                || parameter.GetValueOrDefault("exp_avg_sq") is not Tensor square
                || !mean.shape.SequenceEqual(state.Mean.shape) || !square.shape.SequenceEqual(state.Square.shape)) throw NotOne(path);
            if (step.item<float>() is not (>= 0 and < long.MaxValue)) throw NotOne(path);
            state.Step = (long)step.item<float>();
            state.Mean.copy_(mean);
            state.Square.copy_(square);
        }
    }

    private static InputException NotOne(string path) =>
        new($"{path}: a run cannot continue from it: optimizer_states does not fit the model; use it as init-weight of a new run");
}
