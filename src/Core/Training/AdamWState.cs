using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Angioboard.Core.Training;

/// <summary>The optimizer's state in the form in which PyTorch's AdamW keeps it in a checkpoint.</summary>
public static class AdamWState
{
    /// <summary>
    /// {state: {i: {step, exp_avg, exp_avg_sq}}, param_groups: [{lr, betas, eps, weight_decay, …, params: [i …]}]}. A parameter that has
    /// not taken a step yet has no state. The tensors are the optimizer's own: write them before it goes on.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> ToPlain(AdamW optimizer, RunSettings settings, double lr)
    {
        AdamW.State[] states = [.. optimizer.state_dict().State.Cast<AdamW.State>()];
        Dictionary<long, object?> state = [];
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].step == 0) continue;
            state[i] = new Dictionary<string, object?>
            {
                ["step"] = tensor((float)states[i].step),
                ["exp_avg"] = states[i].exp_avg,
                ["exp_avg_sq"] = states[i].exp_avg_sq,
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
                    ["params"] = Enumerable.Range(0, states.Length).Select(i => (object?)(long)i).ToList(),
                },
            },
        };
    }
}
